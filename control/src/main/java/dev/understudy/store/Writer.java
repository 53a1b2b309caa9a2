package dev.understudy.store;

import dev.understudy.store.Store.Condition;
import dev.understudy.store.Store.Mutation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The writing connection with its statements; for one thread. */
final class Writer implements AutoCloseable {
  /** Rows that share a statement, so that a row costs little more than its octets. */
  private static final int MANY = 16;

  /** What replaces an older row; not REPLACE, which would leave a large value behind. */
  private static final String OVER = " ON CONFLICT(k) DO UPDATE SET r = excluded.r, v = excluded.v";

  private final Connection connection;
  private final PreparedStatement begin;
  private final PreparedStatement commit;
  private final PreparedStatement revisionOf;
  private final PreparedStatement put;
  private final PreparedStatement putMany;
  private final PreparedStatement large;
  private final PreparedStatement putLarge;
  private final PreparedStatement delete;
  private final PreparedStatement revision;
  private final PreparedStatement setRevision;

  Writer(Connection connection, int pagesMax) throws SQLException {
    this.connection = connection;
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA max_page_count=" + pagesMax);
    }
    this.begin = connection.prepareStatement("BEGIN IMMEDIATE");
    this.commit = connection.prepareStatement("COMMIT");
    this.revisionOf = connection.prepareStatement("SELECT r FROM entry WHERE k = ?");
    this.put = connection.prepareStatement("INSERT INTO entry(k, r, v) VALUES(?, ?, ?)" + OVER);
    this.putMany =
        connection.prepareStatement(
            "INSERT INTO entry(k, r, v) VALUES(?, ?, ?)" + ", (?, ?, ?)".repeat(MANY - 1) + OVER);
    this.large = connection.prepareStatement("INSERT INTO large(v) VALUES(?)");
    this.putLarge =
        connection.prepareStatement(
            "INSERT INTO entry(k, r, v) VALUES(?, ?, last_insert_rowid())" + OVER);
    this.delete = connection.prepareStatement("DELETE FROM entry WHERE k = ?");
    this.revision = connection.prepareStatement("SELECT value FROM meta WHERE name = 'revision'");
    this.setRevision =
        connection.prepareStatement("UPDATE meta SET value = ?1 WHERE name = 'revision'");
  }

  long revision() throws SQLException {
    try (ResultSet rows = revision.executeQuery()) {
      if (!rows.next()) {
        throw new SQLException("a row of the store is missing");
      }
      return rows.getLong(1);
    }
  }

  void begin() throws SQLException {
    begin.execute();
  }

  boolean holds(Condition condition) throws SQLException {
    revisionOf.setBytes(1, condition.key().shared());
    try (ResultSet rows = revisionOf.executeQuery()) {
      long found = rows.next() ? rows.getLong(1) : 0;
      return switch (condition) {
        case Condition.AtRevision(_, var wanted) -> found == wanted;
        case Condition.Present _ -> found != 0;
      };
    }
  }

  /** Whether anything changed. The keys are all different, so their order does not matter. */
  boolean apply(long newRevision, List<Mutation> mutations) throws SQLException {
    int changes = 0;
    var puts = new ArrayList<Mutation.Put>(mutations.size());
    for (Mutation mutation : mutations) {
      switch (mutation) {
        case Mutation.Put(var key, var value)
            when key.shared().length + value.shared().length > DatabaseFile.INLINE_MAX_OCTETS -> {
          changes += putLarge(newRevision, key, value);
        }
        case Mutation.Put some -> puts.add(some);
        case Mutation.Delete(var key) -> {
          delete.setBytes(1, key.shared());
          changes += delete.executeUpdate();
        }
      }
    }
    int done = 0;
    for (; done + MANY <= puts.size(); done += MANY) {
      for (int i = 0; i < MANY; i++) {
        bind(putMany, i, newRevision, puts.get(done + i));
      }
      changes += putMany.executeUpdate();
    }
    for (; done < puts.size(); done++) {
      bind(put, 0, newRevision, puts.get(done));
      changes += put.executeUpdate();
    }
    return changes > 0;
  }

  private int putLarge(long newRevision, Key key, Value value) throws SQLException {
    large.setBytes(1, value.shared());
    large.executeUpdate();
    putLarge.setBytes(1, key.shared());
    putLarge.setLong(2, newRevision);
    return putLarge.executeUpdate();
  }

  private static void bind(
      PreparedStatement statement, int row, long newRevision, Mutation.Put some)
      throws SQLException {
    statement.setBytes(3 * row + 1, some.key().shared());
    statement.setLong(3 * row + 2, newRevision);
    statement.setBytes(3 * row + 3, some.value().shared());
  }

  /** Makes everything since {@link #begin} durable, with the store's new revision. */
  void commit(long newRevision) throws SQLException {
    setRevision.setLong(1, newRevision);
    setRevision.executeUpdate();
    commit.execute();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
