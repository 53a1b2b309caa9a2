package dev.understudy.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;

/** The embedded engine keeps the store's promises. */
class SqliteStoreContractTest extends StoreContract {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

  @TempDir Path directory;

  @Override
  protected Store open() throws StoreOpenException {
    return SqliteStore.open(directory, nanos::get);
  }

  @Override
  protected void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
