package dev.understudy.resolution;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.intent.Rdata;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.PresentationException;
import dev.understudy.presentation.RdataText;
import dev.understudy.wire.RecordType;
import dev.understudy.zone.OutsideRecords;
import dev.understudy.zone.OutsideTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code DATA/outside}: what was known last of each target, so that a restart answers while no
 * resolver does. Replaced as a whole; a file that cannot be read is as good as none.
 *
 * <pre>
 *  understudy outside 1
 *  lb.example.net. TAB A TAB 60 TAB 1795245600 TAB 192.0.2.1 TAB 192.0.2.2
 * </pre>
 *
 * <p>Name, type, TTL in answers, when that was confirmed in seconds since 1970, values.
 */
final class RememberedFile {
  /** What was known of one target. */
  record Entry(OutsideRecords records, Instant confirmed) {}

  private static final Logger LOG = LoggerFactory.getLogger(RememberedFile.class);
  private static final String VERSION = "understudy outside 1";
  private static final int SIZE_MAX_OCTETS = 64 << 20;
  private static final int FIELDS_BEFORE_VALUES = 4;

  private final Path path;
  private Map<OutsideTarget, Entry> written = Map.of();

  RememberedFile(Path path) {
    this.path = path;
  }

  Map<OutsideTarget, Entry> read() {
    try {
      if (Files.size(path) > SIZE_MAX_OCTETS) {
        throw new IOException("more than " + SIZE_MAX_OCTETS + " octets");
      }
      written = parse(Files.readAllBytes(path));
      return written;
    } catch (NoSuchFileException e) {
      return Map.of(); // the first start
    } catch (IOException e) {
      LOG.warn(
          "{} cannot be used ({}); alias targets outside our zones are resolved anew",
          path,
          e.getMessage());
      return Map.of();
    }
  }

  /** Writes them, unless that is what was written last or read. */
  void write(Map<OutsideTarget, Entry> entries) {
    if (entries.equals(written)) {
      return;
    }
    var lines = new ArrayList<String>();
    entries.forEach((target, entry) -> lines.add(line(target, entry)));
    lines.sort(null);
    lines.addFirst(VERSION);
    try {
      Path fresh = path.resolveSibling(path.getFileName() + ".new");
      Files.write(fresh, lines);
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      written = Map.copyOf(entries);
    } catch (IOException e) {
      LOG.warn("{} cannot be written; a restart now would have to resolve anew", path, e);
    }
  }

  /** All of a file or none of it. */
  static Map<OutsideTarget, Entry> parse(byte[] octets) throws IOException {
    List<String> lines = new String(octets, UTF_8).lines().toList();
    if (lines.isEmpty() || !lines.getFirst().equals(VERSION)) {
      throw new IOException("the first line is not '" + VERSION + "'");
    }
    var entries = new HashMap<OutsideTarget, Entry>();
    for (int i = 1; i < lines.size(); i++) {
      try {
        parse(lines.get(i), entries);
      } catch (PresentationException | IllegalArgumentException e) {
        throw new IOException("line " + (i + 1) + " is broken", e);
      }
    }
    return entries;
  }

  private static void parse(String line, Map<OutsideTarget, Entry> to)
      throws PresentationException {
    String[] fields = line.split("\t", -1);
    if (fields.length <= FIELDS_BEFORE_VALUES) {
      throw new IllegalArgumentException("too few fields");
    }
    RecordType type = RecordType.valueOf(fields[1]);
    var values = new ArrayList<Rdata>();
    for (int i = FIELDS_BEFORE_VALUES; i < fields.length; i++) {
      values.add(RdataText.parse(type, fields[i]));
    }
    long confirmed = Math.clamp(Long.parseLong(fields[3]), 0, Integer.MAX_VALUE * 4L);
    to.put(
        new OutsideTarget(NameText.parse(fields[0]), type),
        new Entry(
            new OutsideRecords(Integer.parseInt(fields[2]), values),
            Instant.ofEpochSecond(confirmed)));
  }

  private static String line(OutsideTarget target, Entry entry) {
    var fields = new ArrayList<String>();
    fields.add(NameText.format(target.name()));
    fields.add(target.type().name());
    fields.add(String.valueOf(entry.records().ttlSeconds()));
    fields.add(String.valueOf(entry.confirmed().getEpochSecond()));
    for (Rdata value : entry.records().records()) {
      fields.add(RdataText.format(target.type(), value));
    }
    return String.join("\t", fields);
  }
}
