package dev.understudy.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.metrics.QueryCount;
import dev.understudy.metrics.QuestionType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/metrics.md lists every counter of queries with every value of its label. */
class MetricsPageTest {
  @Test
  void everyCounterOfQueriesIsDocumented() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "metrics.md"));
    for (QueryCount count : QueryCount.values()) {
      String line =
          page.lines()
              .filter(each -> each.startsWith("| `understudy_" + count.family() + "` |"))
              .findFirst()
              .orElse("");
      assertThat(line)
          .as("%s", count)
          .contains("| `" + count.label() + "` |")
          .contains("`" + count.value() + "`");
    }
    for (QuestionType type : QuestionType.values()) {
      assertThat(page).contains("`" + type.name() + "`");
    }
  }
}
