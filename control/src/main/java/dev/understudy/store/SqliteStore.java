package dev.understudy.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The embedded engine: one SQLite database in the data directory, in WAL mode with {@code
 * synchronous=FULL}, so that a commit is on the disk when it returns and reading never waits for
 * writing. Why SQLite: docs/adr/0040-sqlite-as-embedded-store.md.
 */
public final class SqliteStore implements Store {
  private static final Duration TTL_MIN = Duration.ofSeconds(1);
  private static final Duration TTL_MAX = Duration.ofHours(1);

  private final DirectoryLock lock;
  private final DatabaseFile file;
  private final CommitLog log;
  private final GroupCommit commits;
  private final Readers readers;
  private final Leases leases;
  private final Set<Following> followings = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private SqliteStore(
      DirectoryLock lock, DatabaseFile file, long revision, Limits limits, LongSupplier ticker) {
    this.lock = lock;
    this.file = file;
    this.log = new CommitLog(revision, limits);
    this.commits = new GroupCommit(file, log, limits);
    this.readers = new Readers(file);
    this.leases = new Leases(ticker);
  }

  /**
   * Opens the store in a directory, creating both where absent, and locks the directory against
   * other processes until the store is closed.
   *
   * @throws StoreOpenException if the directory is locked, not accessible, of a newer format or
   *     corrupt
   */
  public static SqliteStore open(Path dataDirectory) throws StoreOpenException {
    return open(dataDirectory, System::nanoTime);
  }

  /**
   * As {@link #open(Path)}, with the time by which leases end.
   *
   * @param nanoTicker as {@link System#nanoTime}
   */
  public static SqliteStore open(Path dataDirectory, LongSupplier nanoTicker)
      throws StoreOpenException {
    return open(dataDirectory, nanoTicker, Limits.DEFAULT);
  }

  static SqliteStore open(Path dataDirectory, LongSupplier nanoTicker, Limits limits)
      throws StoreOpenException {
    DirectoryLock lock = DirectoryLock.take(dataDirectory);
    try {
      NativeLibrary.prepare(lock.directory());
      DatabaseFile file = DatabaseFile.open(lock.directory());
      long revision;
      try (var reader = new Reader(file.connectReader())) {
        revision = reader.revision();
      } catch (SQLException e) {
        throw new StoreOpenException(SqliteFailure.words(file.path(), e), e);
      }
      var store = new SqliteStore(lock, file, revision, limits, nanoTicker);
      store.commits.start();
      return store;
    } catch (StoreOpenException | RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  @Override
  public @Nullable Entry get(Key key) {
    Entry leased = leases.get(key);
    return leased != null
        ? leased
        : readers.read(reader -> Optional.ofNullable(reader.get(key))).orElse(null);
  }

  @Override
  public List<Entry> scan(Key prefix, @Nullable Key from, int limit) {
    if (limit < 1 || limit > SCAN_MAX) {
      throw new IllegalArgumentException("limit " + limit + " is outside 1..10000");
    }
    List<Entry> durable = readers.read(reader -> reader.scan(prefix, from, limit));
    List<Entry> leased = leases.scan(prefix, from, limit);
    return leased.isEmpty() ? durable : merge(durable, leased, limit);
  }

  @Override
  public List<Entry> scanAll(Collection<Key> prefixes) {
    var entries = new ArrayList<Entry>();
    if (!leases.isEmpty()) {
      for (Key prefix : prefixes) {
        entries.addAll(leases.scan(prefix, null, Integer.MAX_VALUE));
      }
    }
    entries.addAll(readers.read(reader -> reader.scanAll(prefixes)));
    return entries;
  }

  @Override
  public long count(Key prefix) {
    List<Entry> leased = leases.scan(prefix, null, Integer.MAX_VALUE);
    return readers.read(reader -> {
      long count = reader.count(prefix);
      for (Entry entry : leased) {
        count += reader.get(entry.key()) == null ? 1 : 0;
      }
      return count;
    });
  }

  @Override
  public CommitOutcome commitInTurn(List<Condition> conditions, List<List<Mutation>> steps) {
    var copies = new ArrayList<List<Mutation>>(steps.size());
    for (List<Mutation> step : steps) {
      var keys = HashSet.<Key>newHashSet(step.size());
      for (Mutation mutation : step) {
        if (!keys.add(mutation.key())) {
          throw new IllegalArgumentException("two mutations of key " + mutation.key());
        }
      }
      copies.add(List.copyOf(step));
    }
    return commits.commit(List.copyOf(conditions), List.copyOf(copies));
  }

  @Override
  public long revision() {
    return log.newest();
  }

  @Override
  public Subscription follow(Follower follower) {
    var following = new Following(file, log, follower, followings::remove);
    followings.add(following);
    if (closed) {
      followings.remove(following);
      throw new StoreUnavailableException("the store is closed");
    }
    following.start();
    return following;
  }

  @Override
  public Lease lease(Duration ttl) {
    if (ttl.compareTo(TTL_MIN) < 0 || ttl.compareTo(TTL_MAX) > 0) {
      throw new IllegalArgumentException("ttl " + ttl + " is outside 1 s..1 h");
    }
    return leases.grant(ttl.toNanos());
  }

  /** Finishes the commits that wait; then ends everything and lets go of the directory. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    for (Following following : followings) {
      following.close();
    }
    leases.close();
    readers.close();
    // The writing connection last: only then SQLite folds its log into the file.
    commits.close();
    lock.close();
  }

  private static List<Entry> merge(List<Entry> durable, List<Entry> leased, int limit) {
    var merged = new ArrayList<Entry>(Math.min(limit, durable.size() + leased.size()));
    int d = 0;
    int l = 0;
    while (merged.size() < limit && (d < durable.size() || l < leased.size())) {
      int order =
          d == durable.size()
              ? 1
              : l == leased.size() ? -1 : durable.get(d).key().compareTo(leased.get(l).key());
      merged.add(order < 0 ? durable.get(d) : leased.get(l));
      d += order <= 0 ? 1 : 0;
      l += order >= 0 ? 1 : 0;
    }
    return merged;
  }
}
