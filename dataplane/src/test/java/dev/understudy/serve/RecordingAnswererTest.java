package dev.understudy.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.understudy.answer.AnswerSettings;
import dev.understudy.answer.Lab;
import dev.understudy.answer.Outline;
import dev.understudy.answer.Responder;
import dev.understudy.answer.Transport;
import dev.understudy.metrics.QueryCount;
import dev.understudy.metrics.QueryCounts;
import dev.understudy.metrics.QueryLedger;
import dev.understudy.tape.Entry;
import dev.understudy.tape.Tape;
import dev.understudy.tape.Tapes;
import dev.understudy.wire.RecordType;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries and replies as they are taken down. */
class RecordingAnswererTest {
  private final QueryLedger ledger = new QueryLedger();
  private final Lab lab =
      new Lab().zone("example.com").put("www.example.com", RecordType.A, 60, "1.1.1.1");
  private final byte[] client = new byte[18];
  private final byte[] reply = new byte[65_535];
  private final Entry entry = new Entry();

  @ParameterizedTest
  @CsvSource({
    "www.example.com, UDP, ANSWER_SIMPLE",
    "nope.example.com, TCP, OUTCOME_NXDOMAIN",
    "elsewhere.org, TLS, OUTCOME_NOT_OURS"
  })
  void anEntryHoldsBothMessagesAndWhatWasFound(String name, Transport transport, QueryCount found) {
    var tapes = new Tapes(1, 0);
    RecordingAnswerer answerer = answerer(tapes);
    client[0] = 10;
    client[16] = (byte) 0xcf;
    client[17] = (byte) 0xdb;
    byte[] query = Lab.query(name, "A", 1232);
    int length = answerer.respond(query, query.length, transport, client, 4, reply);
    assertThat(length).isPositive();
    Tape tape = tapes.all().getFirst();
    assertThat(tape.read(entry)).isTrue();
    assertThat(Arrays.copyOf(entry.query(), entry.queryLength())).isEqualTo(query);
    assertThat(Arrays.copyOf(entry.reply(), entry.replyLength()))
        .isEqualTo(Arrays.copyOf(reply, length));
    assertThat(entry.found()).isEqualTo(found);
    assertThat(List.of(Transport.values()).get(entry.carrier())).isEqualTo(transport);
    assertThat(entry.port()).isEqualTo(0xcfdb);
    assertThat(entry.client()).startsWith(10, 0, 0, 0);
    assertThat(entry.tookNanos()).isNotNegative();
    assertThat(tape.read(entry)).isFalse();
    assertThat(ledger.total(QueryCount.RECORDED_TAKEN)).isEqualTo(1);
  }

  @Test
  void whatIsDroppedIsTakenDownWithoutAReply() {
    var tapes = new Tapes(1, 0);
    RecordingAnswerer answerer = answerer(tapes);
    byte[] query = Lab.query("www.example.com", "A", 0);
    answerer.respond(query, query.length, Transport.UDP, client, 4, reply);
    assertThat(answerer.respond(query, 5, Transport.UDP, client, 4, reply)).isZero();
    Tape tape = tapes.all().getFirst();
    assertThat(tape.read(entry)).isTrue();
    assertThat(tape.read(entry)).isTrue();
    assertThat(entry.queryLength()).isEqualTo(5);
    assertThat(entry.replyLength()).isZero();
    assertThat(entry.found()).as("not what was found for the one before").isNull();
  }

  @Test
  void whatFindsNoRoomIsLostAndCountedAndAnsweredAllTheSame() {
    RecordingAnswerer answerer = answerer(new Tapes(1, 1));
    byte[] query = Lab.query("www.example.com", "A", 1232);
    for (int i = 0; i < 20_000; i++) {
      assertThat(answerer.respond(query, query.length, Transport.UDP, client, 4, reply))
          .isPositive();
    }
    assertThat(ledger.total(QueryCount.RECORDED_LOST)).isPositive();
    assertThat(ledger.total(QueryCount.RECORDED_LOST) + ledger.total(QueryCount.RECORDED_TAKEN))
        .isEqualTo(20_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10})
  void takingDownAllocatesNothing(int oneIn) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var tapes = new Tapes(oneIn, 1);
    RecordingAnswerer answerer = answerer(tapes);
    Tape tape = tapes.all().getFirst();
    byte[] query = Lab.query("www.example.com", "A", 1232);
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 6 && least != 0; attempt++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 10_000; i++) {
        answerer.respond(query, query.length, Transport.UDP, client, 4, reply);
        if (i % 2 == 0) {
          tape.read(entry);
        }
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isZero();
  }

  private RecordingAnswerer answerer(Tapes tapes) {
    QueryCounts counts = ledger.newRow();
    var outline = new Outline();
    var responder =
        new Responder(
            lab.current,
            counts,
            new SplittableRandom(1),
            AnswerSettings.DEFAULTS,
            null,
            () -> 1_559_731_985,
            outline);
    return new RecordingAnswerer(
        responder::respond, outline, tapes.newSample(), tapes.newTape(null), counts);
  }
}
