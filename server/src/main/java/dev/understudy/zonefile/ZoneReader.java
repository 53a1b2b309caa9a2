package dev.understudy.zonefile;

import dev.understudy.intent.DomainName;
import dev.understudy.intent.Rdata;
import dev.understudy.wire.RecordType;
import dev.understudy.zonefile.Sources.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Type;

/**
 * Reads a master file (RFC 1035, section 5) with {@code $ORIGIN}, {@code $TTL}, {@code $INCLUDE}
 * and {@code $GENERATE}. A line that cannot be taken does not stop it: all problems are told
 * together, and then nothing is returned.
 */
public final class ZoneReader {
  private static final int DEPTH_MAX = 10;
  private static final int INCLUDES_MAX = 10_000;
  private static final int RECORDS_MAX = 2_000_000;

  /** What an include sees, and does not change, of the text around it. */
  private static final class State {
    private @Nullable DomainName origin;
    private @Nullable DomainName owner;
    private @Nullable Long usualTtl;
    private @Nullable Long lastTtl;

    State inside() {
      var inside = new State();
      inside.origin = origin;
      inside.owner = owner;
      inside.usualTtl = usualTtl;
      inside.lastTtl = lastTtl;
      return inside;
    }
  }

  private final Sources sources;
  private final boolean skipUnsupported;
  private final int recordsMax;
  private final Assembly assembly = new Assembly();
  private final Problems problems = new Problems();
  private final Deque<String> open = new ArrayDeque<>();
  private @Nullable DomainName apex;
  private int includes;
  private int records;

  private ZoneReader(Sources sources, boolean skipUnsupported, int recordsMax) {
    this.sources = sources;
    this.skipUnsupported = skipUnsupported;
    this.recordsMax = recordsMax;
  }

  /**
   * Reads a text and all that it includes; at most 2,000,000 records.
   *
   * @param origin what relative names are completed with before the first {@code $ORIGIN}, or null
   * @param skipUnsupported whether records of types that a hosted zone cannot hold are left out
   * @throws ZoneTextException if anything in it cannot be taken
   */
  public static ZoneText read(
      Source text, Sources sources, @Nullable DomainName origin, boolean skipUnsupported)
      throws ZoneTextException {
    return read(text, sources, origin, skipUnsupported, RECORDS_MAX);
  }

  static ZoneText read(
      Source text,
      Sources sources,
      @Nullable DomainName origin,
      boolean skipUnsupported,
      int recordsMax)
      throws ZoneTextException {
    var reader = new ZoneReader(sources, skipUnsupported, recordsMax);
    var state = new State();
    state.origin = origin;
    reader.text(text, state);
    reader.problems.refuse();
    return new ZoneText(reader.assembly.finish(), reader.apex, reader.problems.notices());
  }

  private void text(Source source, State state) throws ZoneTextException {
    open.push(source.file());
    var lexer = new Lexer(source.file(), source.octets());
    for (Entry entry = lexer.next(); entry != null; entry = lexer.next()) {
      var place = new Place(source.file(), entry.line());
      try {
        entry(place, entry, state);
      } catch (IllegalArgumentException e) {
        problems.problem(place, String.valueOf(e.getMessage()));
        if (state.origin == null) {
          problems.refuse(); // without an origin every further line says the same
        }
      }
    }
    open.pop();
  }

  private void entry(Place place, Entry entry, State state) throws ZoneTextException {
    List<String> words = entry.words();
    if (words.isEmpty()) {
      alias(place, Annotation.parse(entry.note()), state);
    } else if (!entry.indented() && words.getFirst().startsWith("$")) {
      directive(place, words, state);
    } else {
      Annotation note = Annotation.parse(entry.note());
      if (!entry.indented()) {
        state.owner = null; // a record below must not go to the owner before a broken one
        state.owner = ZoneNames.parse(words.getFirst(), state.origin);
      }
      record(place, words, entry.indented() ? 0 : 1, note, state);
    }
  }

  private void directive(Place place, List<String> words, State state) throws ZoneTextException {
    String directive = words.getFirst().toUpperCase(Locale.ROOT);
    switch (directive) {
      case "$ORIGIN" -> state.origin = ZoneNames.parse(argument(words, 2), state.origin);
      case "$TTL" -> state.usualTtl = RecordHead.ttl(argument(words, 2));
      case "$INCLUDE" -> include(place, words, state);
      case "$GENERATE" -> generate(place, Generate.parse(words.subList(1, words.size())), state);
      default ->
          throw new IllegalArgumentException(
              words.getFirst() + " is none of $ORIGIN, $TTL, $INCLUDE and $GENERATE");
    }
  }

  private static String argument(List<String> words, int countMax) {
    if (words.size() < 2 || words.size() > countMax) {
      throw new IllegalArgumentException(
          words.getFirst() + " is followed by " + (words.size() < 2 ? "nothing" : "too much"));
    }
    return words.get(1);
  }

  private void include(Place place, List<String> words, State state) throws ZoneTextException {
    String name =
        new String(Escaped.octets(argument(words, 3)), java.nio.charset.StandardCharsets.UTF_8);
    State inside = state.inside();
    if (words.size() == 3) {
      inside.origin = ZoneNames.parse(words.get(2), state.origin);
    }
    if (open.size() > DEPTH_MAX || ++includes > INCLUDES_MAX) {
      throw new ZoneTextException(
          place, "more than " + DEPTH_MAX + " files deep or " + INCLUDES_MAX + " includes in all");
    }
    Source source;
    try {
      source = sources.open(name, place.file());
    } catch (IOException e) {
      throw new IllegalArgumentException("$INCLUDE: " + e.getMessage(), e);
    }
    if (open.contains(source.file())) {
      throw new IllegalArgumentException("$INCLUDE: " + source.file() + " includes itself");
    }
    text(source, inside);
  }

  private void generate(Place place, Generate generate, State state) throws ZoneTextException {
    long count = (generate.stop() - generate.start()) / generate.step() + 1;
    if (count > recordsMax - records) {
      throw tooMany(place);
    }
    for (long i = 0; i < count; i++) {
      List<String> words = generate.at(generate.start() + i * generate.step());
      state.owner = ZoneNames.parse(words.getFirst(), state.origin);
      record(place, words, 1, Annotation.NONE, state);
    }
  }

  private void record(Place place, List<String> words, int from, Annotation note, State state)
      throws ZoneTextException {
    if (++records > recordsMax) {
      throw tooMany(place);
    }
    RecordHead head = RecordHead.parse(words, from);
    RecordType type = RecordType.ofCode(head.type());
    if (head.ttl() != null) {
      state.lastTtl = head.ttl();
    }
    if (type == null) {
      unsupported(place, head.type());
      return;
    }
    DomainName owner = state.owner;
    if (owner == null) {
      throw new IllegalArgumentException(
          "the line begins with a blank, so it has the last owner, and there is none");
    }
    Rdata rdata =
        RdataWords.parse(type, words.subList(from + head.length(), words.size()), state.origin);
    long ttl = ttl(head, type, rdata, state);
    if (type == RecordType.SOA && apex == null) {
      apex = owner;
    }
    long ofSet = assembly.add(place, owner, type, ttl, rdata, note);
    if (ofSet != ttl) {
      problems.notice(
          place, "TTL " + ttl + " is taken as " + ofSet + ", that of the set's first record");
    }
  }

  private void unsupported(Place place, int type) {
    if (!skipUnsupported) {
      throw new IllegalArgumentException(
          "a hosted zone cannot hold records of type "
              + Type.string(type)
              + "; take it out, or leave all such out with --skip-unsupported");
    }
    problems.notice(place, "a record of type " + Type.string(type) + " is left out");
  }

  /** RFC 2308, section 4, and RFC 1035, section 5.1; an SOA without any lends its minimum. */
  private static long ttl(RecordHead head, RecordType type, Rdata rdata, State state) {
    if (head.ttl() != null) {
      return head.ttl();
    }
    if (state.usualTtl != null) {
      return state.usualTtl;
    }
    if (state.lastTtl == null && type == RecordType.SOA) {
      byte[] octets = rdata.octets();
      long minimum = ByteBuffer.wrap(octets).getInt(octets.length - 4) & 0xffff_ffffL;
      state.lastTtl = RecordHead.ttl(Long.toString(minimum));
    }
    if (state.lastTtl == null) {
      throw new IllegalArgumentException(
          "the record has no TTL; give it one, or put $TTL 3600 before it");
    }
    return state.lastTtl;
  }

  private void alias(Place place, Annotation note, State state) throws ZoneTextException {
    if (++records > recordsMax) {
      throw tooMany(place);
    }
    String name = note.get("Name");
    String word = note.get("Type");
    if (name == null || word == null) {
      throw new IllegalArgumentException(
          Lexer.MARK + " without a record in the same line is an alias, and needs Name= and Type=");
    }
    RecordType type = RecordType.ofCode(Math.max(0, Type.value(word)));
    if (type == null) {
      throw new IllegalArgumentException(Lexer.MARK + " Type=" + word + " cannot be an alias");
    }
    assembly.addAlias(place, note, ZoneNames.parse(name, state.origin), type);
  }

  private ZoneTextException tooMany(Place place) {
    return new ZoneTextException(
        place, "these are more than " + recordsMax + " records; split the zone");
  }
}
