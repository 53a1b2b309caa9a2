package dev.understudy.routing;

import org.jspecify.annotations.Nullable;

/**
 * Continents, countries and subdivisions as one number each, so that areas compare at once: a
 * continent alone, a country alone ({@code *} is the default), or a country and its subdivision.
 *
 * <p>Which continent a country is counted in is Route 53's word, not a database's (Developer Guide,
 * "Values specific for geolocation records").
 */
public final class Area {
  /** The area of every client. */
  static final long DEFAULT = of(null, "*", null);

  private static final int COUNTRY_SHIFT = 24;
  private static final int CONTINENT_SHIFT = 48;
  private static final int LETTERS_MAX = 3;
  private static final int NO_SUCH_CODE = 0xff_ffff;

  private static final String[] CONTINENTS = {
    "AF AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML"
        + " MR MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TG TN TZ UG YT ZA ZM ZW",
    "AN AQ GS TF",
    "AS AE AF AM AZ BD BH BN BT CC CN GE HK ID IL IN IO IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM"
        + " MN MO MV MY NP OM PH PK PS QA SA SG SY TH TJ TM TW UZ VN YE",
    "EU AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI"
        + " LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM TR UA VA XK",
    "NA AG AI AW BB BL BM BQ BS BZ CA CR CU CW DM DO GD GL GP GT HN HT JM KN KY LC MF MQ MS MX NI"
        + " PA PM PR SV SX TC TT US VC VG VI",
    "OC AS AU CK FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TL TO TV UM VU WF WS",
    "SA AR BO BR CL CO EC FK GF GY PE PY SR UY VE",
  };

  /** Territories of the US that are countries of their own, never states. */
  private static final int[] TERRITORIES = {
    code("AS"), code("GU"), code("MP"), code("PR"), code("UM"), code("VI")
  };

  private static final int UNITED_STATES = code("US");

  /** The continent of a country, by its two letters; 0 for one that is nowhere. */
  private static final int[] CONTINENT_OF = new int[26 * 26];

  static {
    for (String line : CONTINENTS) {
      int continent = code(line.substring(0, 2));
      for (int at = 3; at < line.length(); at += 3) {
        CONTINENT_OF[index(code(line.substring(at, at + 2)))] = continent;
      }
    }
  }

  private Area() {}

  /** The number of an area; codes are those of the Route 53 API. */
  public static long of(
      @Nullable String continent, @Nullable String country, @Nullable String subdivision) {
    return of(code(continent), code(country), code(subdivision));
  }

  static long of(int continent, int country, int subdivision) {
    return (long) continent << CONTINENT_SHIFT | (long) country << COUNTRY_SHIFT | subdivision;
  }

  /** Up to three letters in one number; 0 for none, and one that is no code for anything longer. */
  static int code(@Nullable String text) {
    if (text == null) {
      return 0;
    }
    if (text.length() > LETTERS_MAX) {
      return NO_SUCH_CODE;
    }
    int code = 0;
    for (int i = 0; i < text.length(); i++) {
      code = code << 8 | (text.charAt(i) & 0x7f);
    }
    return code;
  }

  /** The continent that a country is counted in, two letters each; null if in none. */
  public static @Nullable String continentOf(String country) {
    return letters(continentOf(code(country)));
  }

  /** The letters of a code; null for none. */
  static @Nullable String letters(int code) {
    return code == 0 ? null : text(code);
  }

  /** The letters of a code; {@code -} for none. */
  static String text(int code) {
    var letters = new StringBuilder();
    for (int shift = 16; shift >= 0; shift -= 8) {
      if (code >>> shift > 0) {
        letters.append((char) (code >>> shift & 0xff));
      }
    }
    return letters.isEmpty() ? "-" : letters.toString();
  }

  /** The continent that a country is counted in; 0 if in none. */
  static int continentOf(int country) {
    int index = index(country);
    return index < 0 ? 0 : CONTINENT_OF[index];
  }

  /** Whether a country and its subdivision, as some databases name it, are a US territory. */
  static boolean isTerritory(int country, int subdivision) {
    if (country == UNITED_STATES) {
      for (int territory : TERRITORIES) {
        if (territory == subdivision) {
          return true;
        }
      }
    }
    return false;
  }

  private static int index(int country) {
    int first = (country >>> 8) - 'A';
    int second = (country & 0xff) - 'A';
    return first < 0 || first >= 26 || second < 0 || second >= 26 ? -1 : 26 * first + second;
  }
}
