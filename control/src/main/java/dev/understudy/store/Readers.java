package dev.understudy.store;

import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/** Reading connections, at most eight, opened as they are needed. A ninth caller waits. */
final class Readers implements AutoCloseable {
  private static final int CONNECTIONS_MAX = 8;

  private final DatabaseFile file;
  private final Semaphore permits = new Semaphore(CONNECTIONS_MAX, true);
  private final ConcurrentLinkedDeque<Reader> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  Readers(DatabaseFile file) {
    this.file = file;
  }

  /** Lends a connection to {@code reading}. */
  <T> T read(Reading<T> reading) {
    permits.acquireUninterruptibly();
    try {
      if (closed) {
        throw new StoreUnavailableException("the store is closed");
      }
      return lend(reading);
    } catch (SQLException e) {
      throw SqliteFailure.unavailable(file.path(), e);
    } finally {
      permits.release();
    }
  }

  private <T> T lend(Reading<T> reading) throws SQLException {
    Reader reader = idle.poll();
    if (reader == null) {
      reader = new Reader(file.connectReader());
    }
    T result;
    try {
      result = reading.with(reader);
    } catch (SQLException e) {
      reader.close();
      throw e;
    }
    idle.push(reader);
    return result;
  }

  /** Waits for those that read, then closes all connections. */
  @Override
  public void close() {
    closed = true;
    permits.acquireUninterruptibly(CONNECTIONS_MAX);
    try {
      for (Reader reader = idle.poll(); reader != null; reader = idle.poll()) {
        reader.close();
      }
    } catch (SQLException e) {
      // Nothing was being written.
    } finally {
      permits.release(CONNECTIONS_MAX);
    }
  }

  /** What to do with a connection. */
  interface Reading<T> {
    T with(Reader reader) throws SQLException;
  }
}
