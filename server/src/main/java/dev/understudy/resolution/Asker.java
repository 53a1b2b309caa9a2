package dev.understudy.resolution;

import dev.understudy.zone.OutsideTarget;
import java.util.concurrent.CompletionStage;

/** Asks whoever resolves, over the network. */
interface Asker extends AutoCloseable {

  /** Returns at once; what it returns ends within bounded time and never exceptionally. */
  CompletionStage<Outcome> ask(OutsideTarget target);

  @Override
  void close();
}
