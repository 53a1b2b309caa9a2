package dev.understudy.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.Set;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;

/**
 * The file {@code store.db}: created whole or not at all, and looked at before SQLite may touch it,
 * so that a file which is not ours, newer than us or damaged is left as it is.
 *
 * <p>Table {@code entry} holds key, revision and value, in key order; of a value over {@value
 * #INLINE_MAX_OCTETS} octets only its number in table {@code large} (docs/adr/0194); table {@code
 * meta} the revision of the store. Whose file it is and which format stand in SQLite's own header
 * (application_id, user_version).
 *
 * <pre>
 *  octet 0          16          28         60             68               72
 *        +----------+----+-----+----------+-----+--------+----------------+
 *        | magic    | page     | pages    |     | user   | application    |
 *        |          | size     |          |     | version| id             |
 *        +----------+----+-----+----------+-----+--------+----------------+
 * </pre>
 */
final class DatabaseFile {
  /** "Udst". */
  private static final int APPLICATION_ID = 0x55647374;

  private static final int FORMAT_VERSION = 2;

  /** Without table {@code large}. */
  private static final int OLDEST_VERSION = 1;

  /** Of a key and its value; SQLite keeps a row of about 1,000 octets within one page. */
  static final int INLINE_MAX_OCTETS = 900;

  /** Values too large for the tree of entries; those of version 1 may be in there all the same. */
  private static final String[] LARGE_VALUES = {
    "CREATE TABLE large(id INTEGER PRIMARY KEY, v BLOB NOT NULL)",
    "CREATE TRIGGER large_replaced AFTER UPDATE ON entry WHEN typeof(old.v) = 'integer'"
        + " BEGIN DELETE FROM large WHERE id = old.v; END",
    "CREATE TRIGGER large_deleted AFTER DELETE ON entry WHEN typeof(old.v) = 'integer'"
        + " BEGIN DELETE FROM large WHERE id = old.v; END",
    "PRAGMA user_version=" + FORMAT_VERSION,
  };

  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER_LENGTH_OCTETS = 100;
  private static final int USER_VERSION_AT = 60;
  private static final int APPLICATION_ID_AT = 68;

  /**
   * Up to here every page is checked at start, at about 1 ms per MiB; beyond, every leaf's head.
   */
  private static final long FULL_CHECK_MAX_OCTETS = 64L << 20;

  private static final Set<PosixFilePermission> OWNERS =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  /** What is appended to the name of the file, and of those that SQLite keeps beside it. */
  private static final String[] COMPANIONS = {"", "-journal", "-wal", "-shm"};

  private final Path file;

  private DatabaseFile(Path file) {
    this.file = file;
  }

  /** Creates the file where absent; otherwise makes sure that it is ours, readable and sound. */
  static DatabaseFile open(Path directory) throws StoreOpenException {
    var database = new DatabaseFile(directory.resolve("store.db"));
    try {
      if (Files.exists(database.file)) {
        int version = database.checkHeader();
        database.checkPages();
        if (version < FORMAT_VERSION) {
          database.bringUpToDate();
        }
        for (String suffix : COMPANIONS) {
          hideFromOthers(database.file.resolveSibling("store.db" + suffix));
        }
      } else if (Files.exists(directory.resolve("store.db-wal"))) {
        // A log without its file would be played back into a file it does not belong to.
        throw new StoreOpenException(database.file + " is missing beside its log store.db-wal");
      } else {
        database.create();
      }
      return database;
    } catch (AccessDeniedException e) {
      throw new StoreOpenException("no permission to read and write " + database.file, e);
    } catch (IOException e) {
      throw new StoreOpenException(
          "cannot read " + database.file + ": " + DirectoryLock.reason(e), e);
    } catch (SQLException e) {
      throw new StoreOpenException(SqliteFailure.words(database.file, e), e);
    }
  }

  Path path() {
    return file;
  }

  /** A connection that writes; there is one. */
  Connection connectWriter() throws SQLException {
    var config = new SQLiteConfig();
    config.setGetGeneratedKeys(false); // which the driver asks for after every row otherwise
    Connection connection = connect(file, config.toProperties());
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA synchronous=FULL");
      statement.execute("PRAGMA cell_size_check=ON");
      // What a burst or a long snapshot made of the log shrinks back to 64 MiB.
      statement.execute("PRAGMA journal_size_limit=67108864");
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  /** A connection that only reads. */
  Connection connectReader() throws SQLException {
    var config = new SQLiteConfig();
    config.setReadOnly(true);
    Connection connection = connect(file, config.toProperties());
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA cell_size_check=ON");
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  private static Connection connect(Path file, Properties properties) throws SQLException {
    return JDBC.createConnection("jdbc:sqlite:" + file, properties);
  }

  /** Under another name first: a crash leaves no half-made store behind. */
  private void create() throws SQLException, IOException {
    Path part = file.resolveSibling("store.db.part");
    for (String suffix : COMPANIONS) {
      Files.deleteIfExists(part.resolveSibling(part.getFileName() + suffix));
    }
    Files.createFile(part);
    hideFromOthers(part); // while it is empty; SQLite gives its companions the same mode
    try (Connection connection = connect(part, new Properties());
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("PRAGMA synchronous=FULL");
      statement.execute("BEGIN");
      statement.execute("PRAGMA application_id=" + APPLICATION_ID);
      // The value comes last: a revision is read without following a long value's pages.
      statement.execute(
          "CREATE TABLE entry(k BLOB PRIMARY KEY, r INTEGER NOT NULL, v BLOB NOT NULL)"
              + " WITHOUT ROWID");
      statement.execute("CREATE TABLE meta(name TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID");
      statement.execute("INSERT INTO meta VALUES('revision', 0)");
      makeRoomForLargeValues(statement);
      statement.execute("COMMIT");
    }
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel directory = FileChannel.open(file.resolveSibling("."))) {
      directory.force(true);
    } catch (IOException e) {
      // Some systems cannot synchronise a directory; the first commit synchronises the file.
    }
  }

  private static void makeRoomForLargeValues(Statement statement) throws SQLException {
    for (String each : LARGE_VALUES) {
      statement.execute(each);
    }
  }

  /** All or nothing. The log may know that it was done already. */
  private void bringUpToDate() throws SQLException {
    try (Connection connection = connectWriter();
        Statement statement = connection.createStatement()) {
      try (ResultSet version = statement.executeQuery("PRAGMA user_version")) {
        if (version.next() && version.getInt(1) == FORMAT_VERSION) {
          return;
        }
      }
      statement.execute("BEGIN IMMEDIATE");
      makeRoomForLargeValues(statement);
      statement.execute("COMMIT");
    }
  }

  /** Signing keys are kept in here: where a file system knows of others, they may not read it. */
  private static void hideFromOthers(Path file) throws IOException {
    if (!Files.exists(file) || !Files.getFileStore(file).supportsFileAttributeView("posix")) {
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (permissions.retainAll(OWNERS)) {
      Files.setPosixFilePermissions(file, permissions);
    }
  }

  /** The version of its format. */
  private int checkHeader() throws IOException, StoreOpenException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_LENGTH_OCTETS);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      while (header.hasRemaining() && channel.read(header) >= 0) {
        // Reads on until the header is whole or the file ends.
      }
    }
    if (header.hasRemaining() || !header.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
      throw new StoreOpenException(
          file + " is corrupt or not a database; restore it from a backup or move it away");
    }
    if (header.getInt(APPLICATION_ID_AT) != APPLICATION_ID) {
      throw new StoreOpenException(file + " is a database, but not Understudy's; move it away");
    }
    int version = header.getInt(USER_VERSION_AT);
    if (version < OLDEST_VERSION || version > FORMAT_VERSION) {
      throw new StoreOpenException(
          file
              + " has format "
              + version
              + ", this Understudy knows format "
              + FORMAT_VERSION
              + "; use a newer Understudy");
    }
    return version;
  }

  /** Through a connection that cannot write, so the file stays as it is whatever is found. */
  private void checkPages() throws SQLException, IOException, StoreOpenException {
    boolean full = Files.size(file) <= FULL_CHECK_MAX_OCTETS;
    String check = full ? "PRAGMA quick_check(1)" : "SELECT count(*) > -1 FROM entry";
    try (Connection connection = connectReader();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(check)) {
      if (full && !(found.next() && "ok".equals(found.getString(1)))) {
        throw new StoreOpenException(file + " is corrupt; restore it from a backup");
      }
    }
  }
}
