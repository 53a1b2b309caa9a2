package dev.understudy.launch;

import dev.understudy.dnstap.Tap;
import dev.understudy.querylog.Recorder;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;

/** What became of recorded queries, on {@code /metrics}. */
final class RecordMetrics {
  private RecordMetrics() {}

  static void bind(Recorder recorder, MeterRegistry registry) {
    FunctionCounter.builder("understudy_query_log_lines", recorder, Recorder::linesWritten)
        .tag("event", "written")
        .register(registry);
    FunctionCounter.builder("understudy_query_log_lines", recorder, Recorder::linesLost)
        .tag("event", "lost")
        .register(registry);
    Tap tap = recorder.tap();
    if (tap != null) {
      FunctionCounter.builder("understudy_dnstap_frames", tap, Tap::written)
          .tag("event", "written")
          .register(registry);
      FunctionCounter.builder("understudy_dnstap_frames", tap, Tap::lost)
          .tag("event", "lost")
          .register(registry);
    }
  }
}
