package dev.understudy.control;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.HealthCheckType;
import dev.understudy.model.Tag;
import dev.understudy.recipient.Recipient;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the tags of a health check say beyond Route 53: those whose key begins with {@code
 * understudy:}. Null where a tag is not there.
 *
 * @param interval 100 ms to 1 h
 * @param timeout of a whole probe, 10 ms to 1 min
 * @param rise successes in a row that make it healthy, 1 to 10
 * @param fall failures in a row that make it unhealthy, 1 to 10
 * @param notified who is told when it turns; empty where the tag is not there
 */
record CheckTags(
    @Nullable Duration interval,
    @Nullable Duration timeout,
    @Nullable Integer rise,
    @Nullable Integer fall,
    @Nullable Boolean sentinel,
    List<Recipient> notified) {
  static final String PREFIX = "understudy:";
  static final CheckTags NONE = new CheckTags(null, null, null, null, null, List.of());

  private static final String INTERVAL = PREFIX + "interval";
  private static final String TIMEOUT = PREFIX + "timeout";
  private static final String RISE = PREFIX + "rise";
  private static final String FALL = PREFIX + "fall";
  private static final String SENTINEL = PREFIX + "sentinel";
  private static final String NOTIFY = PREFIX + "notify";
  private static final Set<String> KNOWN = Set.of(INTERVAL, TIMEOUT, RISE, FALL, SENTINEL, NOTIFY);

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
  private static final Duration INTERVAL_MIN = Duration.ofMillis(100);
  private static final Duration INTERVAL_MAX = Duration.ofHours(1);
  private static final Duration TIMEOUT_MIN = Duration.ofMillis(10);
  private static final Duration TIMEOUT_MAX = Duration.ofMinutes(1);

  /**
   * Reads the tags of a check of that type.
   *
   * @throws ApiException InvalidInput for an unknown key or a bad value
   */
  static CheckTags read(HealthCheckType type, List<Tag> tags) throws ApiException {
    Duration interval = null;
    Duration timeout = null;
    Integer rise = null;
    Integer fall = null;
    Boolean sentinel = null;
    List<Recipient> notified = List.of();
    for (Tag tag : tags) {
      String key = tag.key();
      if (key == null || !key.startsWith(PREFIX)) {
        continue;
      }
      demandKnown(key, type);
      String value = tag.value() == null ? "" : tag.value();
      switch (key) {
        case INTERVAL -> interval = duration(key, value, INTERVAL_MIN, INTERVAL_MAX);
        case TIMEOUT -> timeout = duration(key, value, TIMEOUT_MIN, TIMEOUT_MAX);
        case RISE -> rise = threshold(key, value);
        case FALL -> fall = threshold(key, value);
        case NOTIFY -> notified = recipients(key, value);
        default -> sentinel = onOrOff(key, value);
      }
    }
    return new CheckTags(interval, timeout, rise, fall, sentinel, notified);
  }

  /** Refuses such tags where they can mean nothing. */
  static void demandNone(List<Tag> tags) throws ApiException {
    for (Tag tag : tags) {
      String key = tag.key();
      if (key != null && key.startsWith(PREFIX)) {
        throw invalid("Tag " + key + " is only for health checks.");
      }
    }
  }

  private static void demandKnown(String key, HealthCheckType type) throws ApiException {
    if (!KNOWN.contains(key)) {
      throw invalid(
          "Unknown tag "
              + key
              + ": the tags with this prefix are understudy:interval, understudy:timeout,"
              + " understudy:rise, understudy:fall, understudy:sentinel and understudy:notify.");
    }
    if (!key.equals(NOTIFY) && !CheckRules.hasEndpoint(type)) {
      throw invalid("Tag " + key + " has no meaning for a health check of type " + type + ".");
    }
  }

  private static Duration duration(String key, String value, Duration min, Duration max)
      throws ApiException {
    Matcher matcher = DURATION.matcher(value);
    if (matcher.matches()) {
      long count = Long.parseLong(matcher.group(1));
      Duration duration =
          switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
          };
      if (duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0) {
        return duration;
      }
    }
    throw invalid(
        "Value '"
            + value
            + "' of tag "
            + key
            + " is not a number with unit ms, s, m or h from "
            + text(min)
            + " to "
            + text(max)
            + ".");
  }

  private static Integer threshold(String key, String value) throws ApiException {
    if (!value.matches("[1-9]|10")) {
      throw invalid("Value '" + value + "' of tag " + key + " is not a number from 1 to 10.");
    }
    return Integer.valueOf(value);
  }

  /** The value is not repeated: it may hold a webhook's secret. */
  private static List<Recipient> recipients(String key, String value) throws ApiException {
    try {
      return Recipient.parseList(value);
    } catch (IllegalArgumentException e) {
      throw invalid(
          "The value of tag "
              + key
              + " is not a list of mail addresses and URLs with commas between: "
              + e.getMessage()
              + ".");
    }
  }

  private static Boolean onOrOff(String key, String value) throws ApiException {
    return switch (value) {
      case "on" -> true;
      case "off" -> false;
      default -> throw invalid("Value '" + value + "' of tag " + key + " is not on or off.");
    };
  }

  private static String text(Duration duration) {
    return duration.toHours() > 0
        ? duration.toHours() + "h"
        : duration.toMinutes() > 0 ? duration.toMinutes() + "m" : duration.toMillis() + "ms";
  }

  private static ApiException invalid(String message) {
    return new ApiException(ErrorCode.INVALID_INPUT, message);
  }
}
