package dev.understudy.launch;

import dev.understudy.delivery.Outbox;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What the outbox counts, for {@code /metrics}. */
final class OutboxMetrics {
  private OutboxMetrics() {}

  static void bind(Outbox outbox, MeterRegistry registry) {
    FunctionCounter.builder("understudy_notifications_sent", outbox, all -> all.counts().sent())
        .description("Notifications that a server took over")
        .register(registry);
    FunctionCounter.builder(
            "understudy_notifications_retried", outbox, all -> all.counts().retried())
        .description("Tries that failed and are made again")
        .register(registry);
    FunctionCounter.builder(
            "understudy_notifications_given_up", outbox, all -> all.counts().givenUp())
        .description("Notifications refused for good, expired or dropped")
        .register(registry);
    Gauge.builder("understudy_notifications_waiting", outbox, all -> all.counts().waiting())
        .description("Notifications that wait or are being sent")
        .register(registry);
    Gauge.builder(
            "understudy_notifications_oldest_seconds",
            outbox,
            all -> all.counts().oldest().toMillis() / 1000.0)
        .description("For how long the oldest notification has been waiting")
        .register(registry);
  }
}
