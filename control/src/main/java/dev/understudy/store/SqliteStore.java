package dev.understudy.store;

import java.nio.file.Path;

/** The embedded engine: one SQLite database in the data directory. */
public final class SqliteStore {
  private SqliteStore() {}

  /**
   * Opens the store in a directory, creating both where absent, and locks the directory against
   * other processes until the store is closed.
   *
   * @throws StoreOpenException if the directory is locked, not accessible, of a newer format or
   *     corrupt
   */
  @SuppressWarnings("DoNotCallSuggester") // the engine comes with the next commit
  public static Store open(Path dataDirectory) throws StoreOpenException {
    throw new StoreOpenException("not built yet: " + dataDirectory);
  }
}
