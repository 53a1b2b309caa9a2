package dev.understudy.geography;

import dev.understudy.intent.CidrBlock;
import dev.understudy.routing.LatencyTable;
import dev.understudy.routing.Regions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads the operator's latencies: comma-separated values in UTF-8, a row of regions, then one row
 * for each network with the milliseconds to each region. A cell may be empty: not measured. Empty
 * lines and lines that begin with {@code #} do not count.
 *
 * <pre>
 *  # measured on Monday
 *  network,         us-east-1, eu-west-1, ap-southeast-2
 *  198.51.100.0/24, 71.5,      12,
 *  2001:db8::/32,   ,          30,        240
 * </pre>
 *
 * <p>Of networks that nest the longest counts. All problems are told, each with its line.
 */
final class LatencyFile {
  private static final int NETWORKS_MAX = 250_000;
  private static final long SIZE_MAX_OCTETS = 64L << 20;
  private static final int LINE_MAX = 16 * 1024;
  private static final int PROBLEMS_TOLD = 20;
  private static final double MILLISECONDS_MAX = 60_000;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,5}(?:\\.\\d{1,6})?");

  /**
   * What a file says.
   *
   * @param networks how many rows
   */
  record Latencies(LatencyTable table, int networks) {}

  private final LatencyTable.Builder table = new LatencyTable.Builder();
  private final Map<CidrBlock, Integer> lineOf = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private List<String> regions = List.of();
  private int problemCount;

  private LatencyFile() {}

  /**
   * Reads a file.
   *
   * @throws UnreadableMapException naming every bad line, up to twenty
   * @throws IOException if the file cannot be read
   */
  static Latencies read(Path file) throws IOException, UnreadableMapException {
    if (Files.size(file) > SIZE_MAX_OCTETS) {
      throw new UnreadableMapException("it is larger than 64 MiB");
    }
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return read(reader);
    } catch (CharacterCodingException e) {
      throw new UnreadableMapException("it is not text in UTF-8", e);
    }
  }

  static Latencies read(Reader reader) throws IOException, UnreadableMapException {
    var file = new LatencyFile();
    var lines = new BufferedReader(reader);
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      file.line(number, line.strip());
      if (file.lineOf.size() > NETWORKS_MAX) {
        throw new UnreadableMapException("it has more than " + NETWORKS_MAX + " networks");
      }
    }
    if (file.regions.isEmpty()) {
      file.problem(number, "there is no row 'network,REGION,…'");
    }
    file.refuseProblems();
    return new Latencies(file.table.build(), file.lineOf.size());
  }

  private void line(int number, String line) {
    if (line.isEmpty() || line.charAt(0) == '#') {
      return;
    }
    if (line.length() > LINE_MAX) {
      problem(number, "longer than " + LINE_MAX + " characters");
      return;
    }
    List<String> cells = List.of(line.split(",", -1)).stream().map(String::strip).toList();
    if (regions.isEmpty()) {
      header(number, cells);
    } else {
      row(number, cells);
    }
  }

  private void header(int number, List<String> cells) {
    regions = cells.subList(1, cells.size());
    if (!cells.getFirst().equals("network") || regions.isEmpty()) {
      problem(number, "the first row must be 'network,REGION,…'");
      regions = List.of("");
      return;
    }
    var seen = new HashSet<String>();
    for (String region : regions) {
      if (Regions.number(region) == Regions.UNKNOWN) {
        problem(number, "'" + region + "' is no region that this release knows");
      } else if (!seen.add(region)) {
        problem(number, region + " is there twice");
      }
    }
  }

  private void row(int number, List<String> cells) {
    if (regions.equals(List.of(""))) {
      return; // the header is told already, and nothing fits it
    }
    if (cells.size() != regions.size() + 1) {
      problem(number, cells.size() + " cells, not " + (regions.size() + 1));
      return;
    }
    CidrBlock network;
    try {
      network = Cidr.parse(cells.getFirst());
    } catch (IllegalArgumentException e) {
      problem(number, String.valueOf(e.getMessage()));
      return;
    }
    Integer before = lineOf.putIfAbsent(network, number);
    if (before != null) {
      problem(number, network + " is in line " + before + " already");
      return;
    }
    var latencies = new HashMap<String, Double>();
    for (int i = 0; i < regions.size(); i++) {
      cell(number, regions.get(i), cells.get(i + 1), latencies);
    }
    if (problemCount == 0) {
      table.add(network.octets(), network.prefixLength(), latencies);
    }
  }

  private void cell(int number, String region, String cell, Map<String, Double> latencies) {
    if (cell.isEmpty()) {
      return;
    }
    double milliseconds = NUMBER.matcher(cell).matches() ? Double.parseDouble(cell) : -1;
    if (milliseconds < 0 || milliseconds > MILLISECONDS_MAX) {
      problem(number, "'" + cell + "' for " + region + " is not 0 to 60000 milliseconds");
    } else {
      latencies.put(region, milliseconds);
    }
  }

  private void problem(int line, String what) {
    problemCount++;
    if (problems.size() < PROBLEMS_TOLD) {
      problems.add("line " + line + ": " + what);
    }
  }

  private void refuseProblems() throws UnreadableMapException {
    if (problemCount > 0) {
      int rest = problemCount - problems.size();
      throw new UnreadableMapException(
          String.join("; ", problems) + (rest == 0 ? "" : "; and " + rest + " more"));
    }
  }
}
