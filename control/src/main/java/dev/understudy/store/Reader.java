package dev.understudy.store;

import dev.understudy.store.Store.Entry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One reading connection with its statements; for one thread at a time. */
final class Reader implements AutoCloseable {
  /** Greater than every key. */
  private static final byte[] BEYOND_ALL = new byte[4097];

  /** A row's columns; a number in place of a value is where the value is. */
  private static final String ROW =
      "k, r, CASE typeof(v) WHEN 'integer'"
          + " THEN (SELECT large.v FROM large WHERE large.id = entry.v) ELSE v END";

  /** Prefixes in one statement of {@link #scanAll}. */
  private static final int RANGES = 64;

  static {
    Arrays.fill(BEYOND_ALL, (byte) 0xff);
  }

  private final Connection connection;
  private final PreparedStatement get;
  private final PreparedStatement scan;
  private final PreparedStatement scanAll;
  private final PreparedStatement count;
  private final PreparedStatement revision;

  Reader(Connection connection) throws SQLException {
    this.connection = connection;
    this.get = connection.prepareStatement("SELECT " + ROW + " FROM entry WHERE k = ?");
    this.scan =
        connection.prepareStatement(
            "SELECT " + ROW + " FROM entry WHERE k >= ? AND k < ? ORDER BY k LIMIT ?");
    this.scanAll =
        connection.prepareStatement(
            "SELECT "
                + ROW
                + " FROM (VALUES(?, ?)"
                + ", (?, ?)".repeat(RANGES - 1)
                + ") AS range CROSS JOIN entry ON k >= range.column1 AND k < range.column2");
    this.count = connection.prepareStatement("SELECT count(*) FROM entry WHERE k >= ? AND k < ?");
    this.revision = connection.prepareStatement("SELECT value FROM meta WHERE name = 'revision'");
  }

  @Nullable Entry get(Key key) throws SQLException {
    get.setBytes(1, key.shared());
    try (ResultSet rows = get.executeQuery()) {
      return rows.next() ? entry(rows) : null;
    }
  }

  List<Entry> scan(Key prefix, @Nullable Key from, int limit) throws SQLException {
    Key first = from == null || from.compareTo(prefix) < 0 ? prefix : from;
    scan.setBytes(1, first.shared());
    scan.setBytes(2, end(prefix));
    scan.setInt(3, limit);
    var entries = new ArrayList<Entry>(Math.min(limit, 128));
    try (ResultSet rows = scan.executeQuery()) {
      while (rows.next()) {
        entries.add(entry(rows));
      }
    }
    return entries;
  }

  /** All entries under any of the prefixes, some dozens of which share a statement. */
  List<Entry> scanAll(Collection<Key> prefixes) throws SQLException {
    var entries = new ArrayList<Entry>();
    Iterator<Key> rest = prefixes.iterator();
    while (rest.hasNext()) {
      for (int i = 0; i < RANGES; i++) {
        Key prefix = rest.hasNext() ? rest.next() : null;
        scanAll.setBytes(2 * i + 1, prefix == null ? BEYOND_ALL : prefix.shared());
        scanAll.setBytes(2 * i + 2, prefix == null ? BEYOND_ALL : end(prefix));
      }
      try (ResultSet rows = scanAll.executeQuery()) {
        while (rows.next()) {
          entries.add(entry(rows));
        }
      }
    }
    return entries;
  }

  long count(Key prefix) throws SQLException {
    count.setBytes(1, prefix.shared());
    count.setBytes(2, end(prefix));
    return number(count);
  }

  long revision() throws SQLException {
    return number(revision);
  }

  /** From here to {@link #endSnapshot} all reads see one state. */
  void beginSnapshot() throws SQLException {
    execute("BEGIN");
  }

  void endSnapshot() throws SQLException {
    execute("COMMIT");
  }

  /** Every row in key order, to be read by {@link #entry} and closed by the caller. */
  ResultSet everything() throws SQLException {
    scan.setBytes(1, new byte[0]);
    scan.setBytes(2, BEYOND_ALL);
    scan.setInt(3, -1);
    return scan.executeQuery();
  }

  static Entry entry(ResultSet row) throws SQLException {
    return new Entry(Key.wrap(octets(row, 1)), Value.wrap(octets(row, 3)), row.getLong(2));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private static byte[] octets(ResultSet row, int column) throws SQLException {
    byte @Nullable [] octets = row.getBytes(column);
    return Objects.requireNonNullElseGet(octets, () -> new byte[0]);
  }

  private static long number(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      if (!rows.next()) {
        throw new SQLException("a row of the store is missing");
      }
      return rows.getLong(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The least key after all that begin with the prefix. */
  private static byte[] end(Key prefix) {
    Key end = prefix.afterAll();
    return end == null ? BEYOND_ALL : end.shared();
  }
}
