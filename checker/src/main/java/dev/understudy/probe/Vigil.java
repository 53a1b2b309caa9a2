package dev.understudy.probe;

import dev.understudy.intent.HealthCheck.Endpoint;
import dev.understudy.probe.Watch.Action;
import dev.understudy.probe.Watch.Event;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Watch} on threads: a virtual thread takes its events one by one, and one more works for
 * each probe and for the idle connection. Closing interrupts them all; nothing is told afterwards
 * but what was already on its way.
 */
public final class Vigil implements AutoCloseable {
  private static final long GUARD_CONNECT_NANOS = 4_000_000_000L;
  private static final long HOUR_NANOS = 3_600_000_000_000L;
  private static final int SAID_UNASKED_MAX_OCTETS = 1 << 20;

  private final String checkId;
  private final Endpoint endpoint;
  private final Prober prober;
  private final Semaphore probes;
  private final Consumer<Standing> listener;
  private final Watch watch;
  private final LinkedBlockingQueue<Runnable> mailbox = new LinkedBlockingQueue<>();
  private final Map<Integer, Thread> probing = new HashMap<>();
  private final Thread thread;
  private @Nullable Thread guarding;
  private Standing standing;

  /**
   * Ready to start.
   *
   * @param standing what is known so far
   * @param firstAt when the first probe is due, in nanoseconds of the prober's ticker
   * @param phaseNanos from the first response to the second probe, 0 to the interval
   * @param probes how many may be under way at once, of all checks together; more wait their turn
   * @param listener told of every counted result, on the vigil's thread
   */
  public Vigil(
      String checkId,
      Endpoint endpoint,
      Standing standing,
      long firstAt,
      long phaseNanos,
      Prober prober,
      Semaphore probes,
      Consumer<Standing> listener) {
    this.checkId = checkId;
    this.endpoint = endpoint;
    this.standing = standing;
    this.prober = prober;
    this.probes = probes;
    this.listener = listener;
    watch = new Watch(endpoint, standing.streak(), firstAt, phaseNanos);
    thread = Thread.ofVirtual().name("watch-" + checkId).unstarted(this::run);
  }

  /** Starts the threads; call once. */
  public void start() {
    thread.start();
  }

  /** Stops at once; does not wait. */
  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        long wait = watch.wakeAt() - now();
        Runnable news = mailbox.poll(Math.max(wait, 0), TimeUnit.NANOSECONDS);
        if (news == null) {
          perform(new Event.Tick(), null);
        } else {
          news.run();
        }
      }
    } catch (InterruptedException e) {
      probing.values().forEach(Thread::interrupt);
      stopGuarding();
    }
  }

  private void perform(Event event, @Nullable Outcome outcome) {
    for (Action action : watch.on(event, now())) {
      switch (action) {
        case Action.Probe(int probe) -> probing.put(probe, virtual("probe-", () -> probe(probe)));
        case Action.Abandon(int probe) -> interrupt(probing.remove(probe));
        case Action.Count _ -> count(outcome);
        case Action.OpenGuard(int connection, InetSocketAddress target) ->
            guarding = virtual("guard-", () -> guard(connection, target));
        case Action.CloseGuard _ -> stopGuarding();
      }
    }
  }

  private void count(@Nullable Outcome outcome) {
    if (outcome != null) {
      standing = standing.after(watch.streak(), outcome.observation());
      listener.accept(standing);
    }
  }

  private void probe(int probe) {
    try {
      probes.acquire();
    } catch (InterruptedException e) {
      return; // abandoned before it began
    }
    Outcome outcome;
    try {
      outcome = prober.probe(checkId, endpoint);
    } finally {
      probes.release();
    }
    mailbox.add(() -> {
      probing.remove(probe);
      boolean success = outcome.observation().success();
      perform(new Event.Probed(probe, success, outcome.target()), outcome);
    });
  }

  /** Holds a connection until it ends. Greetings and farewells of the endpoint are let pass. */
  private void guard(int connection, InetSocketAddress target) {
    try (Network.Connection idle = prober.network().connect(target, now() + GUARD_CONNECT_NANOS)) {
      mailbox.add(() -> perform(new Event.GuardOpened(connection), null));
      byte[] said = new byte[512];
      int octets = 0;
      while (octets <= SAID_UNASKED_MAX_OCTETS) {
        int length = idle.read(said, 0, said.length, now() + HOUR_NANOS);
        if (length < 0) {
          break;
        }
        octets += length;
      }
    } catch (IOException e) {
      assert e != null; // refused, reset, an hour of silence: it is lost, however
    }
    mailbox.add(() -> perform(new Event.GuardLost(connection), null));
  }

  private void stopGuarding() {
    interrupt(guarding);
    guarding = null;
  }

  private static void interrupt(@Nullable Thread working) {
    if (working != null) {
      working.interrupt();
    }
  }

  private static Thread virtual(String name, Runnable work) {
    return Thread.ofVirtual().name(name).start(work);
  }

  private long now() {
    return prober.ticker().getAsLong();
  }
}
