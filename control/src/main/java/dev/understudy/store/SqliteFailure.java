package dev.understudy.store;

import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Says SQLite's errors in words an operator can act on. */
final class SqliteFailure {
  private SqliteFailure() {}

  /** Whether the disk, or what the store may take of it, is full: nothing was written. */
  static boolean isFull(SQLException e) {
    return code(e) == SQLiteErrorCode.SQLITE_FULL.code;
  }

  /** What to tell whoever asked; one line. */
  static StoreUnavailableException unavailable(Path file, SQLException e) {
    return new StoreUnavailableException(words(file, e), e);
  }

  /** What to tell whoever committed, if the commit itself failed in an unclear way; one line. */
  static StoreUnavailableException fateUnknown(Path file, SQLException e) {
    return new StoreUnavailableException(
        words(file, e) + "; whether the change was kept is unknown", e, true);
  }

  static String words(Path file, SQLException e) {
    int code = code(e);
    if (code == SQLiteErrorCode.SQLITE_FULL.code) {
      return "the disk of " + file + " is full; nothing was written";
    }
    if (code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code) {
      return file + " is corrupt; restore it from a backup";
    }
    if (code == SQLiteErrorCode.SQLITE_READONLY.code
        || code == SQLiteErrorCode.SQLITE_CANTOPEN.code
        || code == SQLiteErrorCode.SQLITE_PERM.code) {
      return "no permission to read and write " + file;
    }
    return "the store "
        + file
        + " failed: "
        + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** The primary result code: the low octet. */
  private static int code(SQLException e) {
    return e instanceof SQLiteException sqlite ? sqlite.getResultCode().code & 0xff : -1;
  }
}
