package dev.understudy.resolution;

import dev.understudy.resolution.AnswerReader.End;
import dev.understudy.resolution.AnswerReader.Follow;
import dev.understudy.resolution.AnswerReader.Reading;
import dev.understudy.resolution.Outcome.Failed;
import dev.understudy.resolution.Outcome.Failure;
import dev.understudy.resolution.Outcome.Found;
import dev.understudy.zone.OutsideTarget;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.WireParseException;

/**
 * Asks resolvers with dnsjava: over UDP, over TCP where a reply is truncated; the one that answered
 * last first, then the next, all of them twice. Replies that do not match the question in id,
 * question or source count as none.
 */
final class DnsAsker implements Asker {
  /** Fits every path (DNS Flag Day 2020). */
  private static final int UDP_SIZE = 1232;

  private static final int ROUNDS = 2;

  /** Names asked for one after the other, where a server does not follow CNAMEs itself. */
  private static final int QUESTIONS_MAX = 8;

  private final Supplier<List<InetSocketAddress>> servers;
  private final Duration patience;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile @Nullable InetSocketAddress preferred;

  /**
   * Asks these.
   *
   * @param servers at least one; read for every target
   * @param patience the wait for each reply
   */
  DnsAsker(Supplier<List<InetSocketAddress>> servers, Duration patience) {
    this.servers = servers;
    this.patience = patience;
  }

  @Override
  public CompletionStage<Outcome> ask(OutsideTarget target) {
    try {
      return new Errand(target.type().code()).ask(new Name(target.name().wire()));
    } catch (IOException e) {
      throw new IllegalStateException(target + " is a name, but not to dnsjava", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** The asking for one target. Each step starts when the one before has ended. */
  private final class Errand {
    private final int type;
    private final List<InetSocketAddress> order = servers.get();
    private int at = first(order, preferred);
    private int tries;
    private int questions = 1;
    private int ttl = Integer.MAX_VALUE;

    Errand(int type) {
      this.type = type;
    }

    private static int first(List<InetSocketAddress> order, @Nullable InetSocketAddress preferred) {
      return preferred == null ? 0 : Math.max(0, order.indexOf(preferred));
    }

    CompletionStage<Outcome> ask(Name name) {
      var resolver = new SimpleResolver(order.get(at));
      resolver.setTimeout(patience);
      resolver.setEDNS(0, UDP_SIZE, 0, List.of());
      Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
      return resolver
          .sendAsync(query, threads)
          .handle((reply, problem) -> read(name, reply, problem))
          .thenCompose(reading -> go(name, reading));
    }

    private Reading read(Name name, @Nullable Message reply, @Nullable Throwable problem) {
      if (reply != null) {
        try {
          return AnswerReader.read(name, type, reply);
        } catch (RuntimeException e) {
          return new End(new Failed(Failure.GARBAGE)); // foreign octets that dnsjava tripped over
        }
      }
      Throwable cause = problem instanceof CompletionException ? problem.getCause() : problem;
      boolean malformed = cause instanceof WireParseException || cause instanceof RuntimeException;
      return new End(new Failed(malformed ? Failure.GARBAGE : Failure.UNANSWERED));
    }

    private CompletionStage<Outcome> go(Name name, Reading reading) {
      return switch (reading) {
        case Follow(Name next, int chainTtl) -> {
          ttl = Math.min(ttl, chainTtl);
          yield questions++ < QUESTIONS_MAX ? ask(next) : done(new Failed(Failure.CHAIN));
        }
        case End(Failed(Failure failure)) when failure != Failure.CHAIN -> {
          tries++;
          at = (at + 1) % order.size();
          yield tries < ROUNDS * order.size() ? ask(name) : done(new Failed(failure));
        }
        case End(Found(int found, var records)) -> {
          preferred = order.get(at);
          yield done(new Found(Math.min(ttl, found), records));
        }
        case End(Outcome outcome) -> done(outcome);
      };
    }

    private static CompletionStage<Outcome> done(Outcome outcome) {
      return CompletableFuture.completedFuture(outcome);
    }
  }
}
