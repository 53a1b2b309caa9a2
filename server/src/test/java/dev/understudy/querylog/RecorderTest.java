package dev.understudy.querylog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.tape.Sample;
import dev.understudy.tape.Tape;
import dev.understudy.tape.Tapes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on the tapes goes to the log, in each tape's order, or is counted as lost. */
class RecorderTest {
  private static final Instant NOW = Instant.parse("2026-11-21T13:30:00Z");
  private static final byte[] CLIENT = {10, 0, 0, 1};
  private static final byte[] NOTHING = {};

  private final Tapes tapes = new Tapes(1, 0);
  private final Lines lines = new Lines();
  private long ticks = 5_000_000_000L;

  @Test
  void aLineTellsWhenItsQueryCame() {
    Tape tape = tapes.newTape(null);
    write(tape, ticks - 1_500_000, 1);
    Recorder recorder = recorder();
    assertThat(recorder.turn()).isTrue();
    assertThat(lines.written)
        .singleElement()
        .asString()
        .startsWith("time=2026-11-21T13:29:59.998500Z");
    assertThat(recorder.turn()).isFalse();
    assertThat(recorder.linesWritten()).isEqualTo(1);
  }

  @Test
  void allTapesAreReadAndOnlyWhatIsForTheLog() {
    Tape one = tapes.newTape(null);
    Tape other = tapes.newTape(null);
    for (int i = 0; i < 2_500; i++) {
      write(one, ticks, i);
    }
    write(other, ticks, 7_777);
    one.write(Sample.TAP, 0, null, ticks, 0, CLIENT, 4, 9, NOTHING, 0, NOTHING, 0);
    Recorder recorder = recorder();
    while (recorder.turn()) {}
    assertThat(lines.ports()).hasSize(2_501).contains(7_777);
    assertThat(lines.ports().stream().filter(port -> port != 7_777)).isSorted();
    assertThat(recorder.linesWritten()).isEqualTo(2_501);
  }

  @Test
  void whatTheFileDoesNotTakeIsCounted() {
    Tape tape = tapes.newTape(null);
    write(tape, ticks, 1);
    write(tape, ticks, 2);
    Recorder recorder = recorder();
    lines.works = false;
    recorder.turn();
    lines.works = true;
    write(tape, ticks, 3);
    recorder.turn();
    assertThat(recorder.linesLost()).isEqualTo(2);
    assertThat(recorder.linesWritten()).isEqualTo(1);
    assertThat(lines.ports()).containsExactly(3);
  }

  @Test
  void theFileIsLookedAfterOnceASecond() {
    Recorder recorder = recorder();
    for (int i = 0; i < 10; i++) {
      ticks += 250_000_000;
      recorder.turn();
    }
    assertThat(lines.looks).isEqualTo(2);
  }

  @Test
  void whatWasTakenDownBeforeTheEndIsWritten(@TempDir Path directory) throws Exception {
    Path path = directory.resolve("log");
    Tape tape = tapes.newTape(null);
    Recorder recorder = Recorder.start(tapes, path.toString(), null, InstantSource.system());
    for (int i = 0; i < 20; i++) {
      write(tape, System.nanoTime(), i);
    }
    recorder.close();
    assertThat(Files.readAllLines(path)).hasSize(20);
  }

  private Recorder recorder() {
    return new Recorder(tapes, lines, null, InstantSource.fixed(NOW), () -> ticks);
  }

  private static void write(Tape tape, long start, int port) {
    assertThat(tape.write(Sample.LOG, 0, null, start, 0, CLIENT, 4, port, NOTHING, 0, NOTHING, 0))
        .isTrue();
  }

  /** Keeps lines, or takes none. */
  private static final class Lines implements LineSink {
    private final List<String> written = new ArrayList<>();
    private boolean works = true;
    private int looks;

    @Override
    public boolean write(byte[] octets, int length) {
      if (works) {
        written.addAll(new String(octets, 0, length, StandardCharsets.UTF_8).lines().toList());
      }
      return works;
    }

    List<Integer> ports() {
      return written.stream()
          .map(line -> Integer.valueOf(line.replaceAll(".* port=(\\d+) .*", "$1")))
          .toList();
    }

    @Override
    public void look() {
      looks++;
    }

    @Override
    public void close() {}
  }
}
