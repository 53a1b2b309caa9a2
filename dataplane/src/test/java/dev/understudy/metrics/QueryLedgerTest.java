package dev.understudy.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueryLedgerTest {

  @Test
  void addsUpTheRowsOfAllThreads() throws InterruptedException {
    var ledger = new QueryLedger();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 4; i++) {
      QueryCounts row = ledger.newRow();
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int n = 0; n < 10_000; n++) {
                  row.add(QueryCount.QUERIES_UDP);
                  row.add(QueryCount.RESPONSES_NXDOMAIN, 2);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(ledger.total(QueryCount.QUERIES_UDP)).isEqualTo(40_000);
    assertThat(ledger.total(QueryCount.RESPONSES_NXDOMAIN)).isEqualTo(80_000);
    assertThat(ledger.total(QueryCount.QUERIES_TCP)).isZero();
  }

  @Test
  void aTotalGrowsWhileItsThreadStillCounts() {
    var ledger = new QueryLedger();
    QueryCounts row = ledger.newRow();
    long amount = 0;
    for (QueryCount count : EnumSet.complementOf(EnumSet.of(QueryCount.OUTCOME_ANSWER))) {
      row.add(count, ++amount);
      assertThat(ledger.total(count)).isEqualTo(amount);
    }
  }

  @Test
  void answersAreTheSumOfTheAnswersByPolicy() {
    var ledger = new QueryLedger();
    long sum = 0;
    for (QueryCount count : QueryCount.values()) {
      if (count.family().equals("dns_answers")) {
        ledger.newRow().add(count, 1 << count.value().length());
        sum += 1 << count.value().length();
      }
    }
    assertThat(sum).isPositive();
    assertThat(ledger.total(QueryCount.OUTCOME_ANSWER)).isEqualTo(sum);
  }

  @Test
  void aQuestionCountsOnceByWhatWasFoundAndOnceByItsType() {
    var ledger = new QueryLedger();
    int[] types = {1, 28, 28, 257, 255, 0, 2, 258, 65_535, 62};
    int at = 0;
    for (QueryCount found : QueryCount.outcomes()) {
      if (found != QueryCount.OUTCOME_ANSWER) {
        ledger.newRow().addQuestion(found, types[at++ % types.length]);
        assertThat(ledger.total(found)).as("%s", found).isEqualTo(1);
      }
    }
    assertThat(ledger.total(QueryCount.OUTCOME_ANSWER)).as("one for each policy").isEqualTo(8);
    assertThat(ledger.total(QuestionType.A)).isEqualTo(2);
    assertThat(ledger.total(QuestionType.AAAA)).isEqualTo(4);
    assertThat(ledger.total(QuestionType.CAA)).isEqualTo(1);
    assertThat(ledger.total(QuestionType.ANY)).isEqualTo(1);
    assertThat(ledger.total(QuestionType.NS)).isEqualTo(1);
    assertThat(ledger.total(QuestionType.OTHER)).isEqualTo(4);
    long all = 0;
    for (QuestionType type : QuestionType.values()) {
      all += ledger.total(type);
    }
    assertThat(all).isEqualTo(13);
    assertThat(ledger.total(QueryCount.QUERIES_UDP)).isZero();
    assertThat(ledger.total(QueryCount.FEATURE_ALIAS)).isZero();
  }

  @Test
  void familiesUseOneLabelAndEveryValueOnce() {
    Map<String, String> labels = new HashMap<>();
    Map<String, QueryCount> seen = new HashMap<>();
    for (QueryCount count : QueryCount.values()) {
      assertThat(labels.merge(count.family(), count.label(), (a, b) -> a.equals(b) ? a : a + b))
          .isEqualTo(count.label());
      assertThat(seen.put(count.family() + "/" + count.value(), count)).isNull();
    }
  }
}
