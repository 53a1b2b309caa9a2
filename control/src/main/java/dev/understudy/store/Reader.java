package dev.understudy.store;

import dev.understudy.store.Store.Entry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One reading connection with its statements; for one thread at a time. */
final class Reader implements AutoCloseable {
  /** Greater than every key. */
  private static final byte[] BEYOND_ALL = new byte[4097];

  static {
    Arrays.fill(BEYOND_ALL, (byte) 0xff);
  }

  private final Connection connection;
  private final PreparedStatement get;
  private final PreparedStatement scan;
  private final PreparedStatement count;
  private final PreparedStatement revision;

  Reader(Connection connection) throws SQLException {
    this.connection = connection;
    this.get = connection.prepareStatement("SELECT k, r, v FROM entry WHERE k = ?");
    this.scan =
        connection.prepareStatement(
            "SELECT k, r, v FROM entry WHERE k >= ? AND k < ? ORDER BY k LIMIT ?");
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
    byte[] octets = prefix.shared();
    int length = octets.length;
    while (length > 0 && octets[length - 1] == (byte) 0xff) {
      length--;
    }
    if (length == 0) {
      return BEYOND_ALL;
    }
    byte[] end = Arrays.copyOf(octets, length);
    end[length - 1]++;
    return end;
  }
}
