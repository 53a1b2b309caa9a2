package dev.understudy.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Who may import whom, read off the compiled classes with jdeps. Imports run downhill; a package or
 * an arrow that is not in the table fails the build.
 */
class ImportsTest {
  private static final String ROOT = "dev.understudy.";

  /** module | package | may import */
  private static final String TABLE =
      """
      dataplane | wire         |
      dataplane | cookie       | wire
      dataplane | metrics      |
      dataplane | intent       | wire
      dataplane | dnssec       | wire intent
      dataplane | health       | wire intent
      dataplane | routing      | wire intent health
      dataplane | zone         | wire intent dnssec health routing
      dataplane | answer       | wire cookie intent dnssec health routing zone metrics
      dataplane | limit        | wire routing
      dataplane | tape         | metrics
      dataplane | serve        | wire metrics answer limit zone tape
      checker   | probe        | wire intent health
      checker   | beat         | intent health probe
      control   | store        |
      control   | delivery     | store
      control   | recipient    | delivery
      control   | model        |
      control   | presentation | wire intent
      control   | control      | store model recipient presentation intent dnssec wire health
      control   | propagation  | store control presentation intent wire dnssec zone
      control   | lint         | store control presentation intent wire
      control   | explain      | control presentation answer zone routing intent wire health metrics
      control   | history      | store control presentation delivery health intent answer wire zone possibility routing
      control   | hindsight    | store control history propagation explain answer zone routing health intent wire
      control   | query        | control
      control   | sns          | query control store delivery
      control   | cloudwatch   | store query control delivery sns health intent model
      control   | incident     | store delivery recipient control history presentation intent wire
      control   | possibility  | answer zone routing health intent wire presentation
      control   | preview      | control model possibility answer zone intent wire presentation
      control   | route53      | query control model
      server    | geography    | intent routing
      server    | resolution   | intent wire zone presentation
      server    | zonefile     | model presentation intent wire
      server    | transfer     | zonefile control model presentation intent wire
      server    | certificate |
      server    | dnstap       | tape answer
      server    | querylog     | dnstap tape metrics answer wire
      server    | demo         | control model
      server    | launch       | *
      """;

  private static final Pattern ARROW =
      Pattern.compile("\\s+dev\\.understudy\\.(\\w+)\\s+->\\s+(\\S+)\\s.*");

  @Test
  void everyPackageAndArrowIsInTheTable() {
    var breaches = new TreeSet<String>();
    for (Map.Entry<String, Set<String>> arrows : arrows().entrySet()) {
      Set<String> allowed = allowed().get(arrows.getKey());
      if (allowed == null) {
        breaches.add(arrows.getKey() + " is not in the table");
      } else if (!allowed.contains("*")) {
        for (String target : arrows.getValue()) {
          if (!allowed.contains(target)) {
            breaches.add(arrows.getKey() + " -> " + target);
          }
        }
      }
    }
    assertThat(breaches).isEmpty();
  }

  @Test
  void theDataPlaneUsesNoThirdPartyCode() {
    String foreign =
        lines(List.of(classes("dataplane")))
            .filter(line -> line.contains("->"))
            .map(line -> line.replaceAll(".*->\\s+(\\S+).*", "$1"))
            .filter(name -> !name.startsWith("java.") && !name.startsWith(ROOT))
            .filter(name -> !name.equals("org.jspecify.annotations"))
            .filter(name -> !name.equals("javax.net.ssl")) // of java.base, as java. is
            .filter(name -> name.contains(".") && !name.equals("java.base"))
            .filter(name -> !name.endsWith(".jar") && !name.equals("classes"))
            .distinct()
            .collect(Collectors.joining(", "));
    assertThat(foreign).isEmpty();
  }

  @Test
  void theTableNamesNoPackageThatIsGone() {
    assertThat(arrows().keySet()).containsAll(allowed().keySet());
  }

  private static Map<String, Set<String>> allowed() {
    var allowed = new TreeMap<String, Set<String>>();
    for (String row : TABLE.lines().toList()) {
      List<String> cells = Arrays.stream(row.split("\\|", -1)).map(String::strip).toList();
      allowed.put(cells.get(1), Set.of(cells.get(2).split(" ")));
    }
    return allowed;
  }

  /** Package to the packages of ours it imports; every compiled package is a key. */
  private static Map<String, Set<String>> arrows() {
    List<Path> all =
        TABLE
            .lines()
            .map(row -> row.substring(0, row.indexOf('|')).strip())
            .distinct()
            .map(ImportsTest::classes)
            .toList();
    var arrows = new TreeMap<String, Set<String>>();
    lines(all)
        .map(ARROW::matcher)
        .filter(Matcher::matches)
        .forEach(arrow -> {
          Set<String> targets = arrows.computeIfAbsent(arrow.group(1), _ -> new TreeSet<>());
          if (arrow.group(2).startsWith(ROOT)) {
            targets.add(arrow.group(2).substring(ROOT.length()));
          }
        });
    return arrows;
  }

  private static java.util.stream.Stream<String> lines(List<Path> classes) {
    var out = new StringWriter();
    var arguments =
        new java.util.ArrayList<>(
            List.of("-verbose:package", "--multi-release", "25", "--ignore-missing-deps"));
    classes.forEach(path -> arguments.add(path.toString()));
    int code =
        ToolProvider.findFirst("jdeps")
            .orElseThrow()
            .run(new PrintWriter(out), new PrintWriter(out), arguments.toArray(String[]::new));
    assertThat(code).as(out.toString()).isZero();
    return out.toString().lines();
  }

  private static Path classes(String module) {
    Path classes = Path.of("..", module, "target", "classes");
    assertThat(Files.isDirectory(classes)).as(classes + " is built").isTrue();
    return classes;
  }
}
