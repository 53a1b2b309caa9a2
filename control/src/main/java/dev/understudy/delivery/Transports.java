package dev.understudy.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The ways out: an SMTP server or files for mail, HTTP for posts. */
public final class Transports implements Carrier, AutoCloseable {
  private final Wire wire = new Wire();
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("deliver-", 0).factory());
  private final @Nullable SmtpTransport smtp;
  private final MailFiles files;
  private final HttpTransport http;

  Transports(
      TransportSettings settings,
      Supplier<SSLContext> mailTls,
      Supplier<SSLContext> postTls,
      Predicate<InetAddress> allowed,
      InstantSource clock,
      TimeLimits mailLimits,
      TimeLimits postLimits) {
    @Nullable SmtpServer server = settings.smtp();
    smtp =
        server == null
            ? null
            : new SmtpTransport(wire, server, mailTls, settings.from(), mailLimits);
    files = new MailFiles(settings.files(), settings.from());
    http = new HttpTransport(wire, postTls, allowed, settings.secret(), clock, postLimits);
  }

  /**
   * Opens them; connects to nobody yet.
   *
   * @param allowed to which addresses posts may be sent; asked of each address at the moment of
   *     connecting
   * @throws IOException if the file of authorities cannot be read
   */
  public static Transports open(
      TransportSettings settings, Predicate<InetAddress> allowed, InstantSource clock)
      throws IOException {
    @Nullable Path ca = settings.smtpCa();
    @Nullable SSLContext only = ca == null ? null : Trust.only(ca);
    return new Transports(
        settings,
        () -> only == null ? Trust.system() : only,
        Trust::system,
        allowed,
        clock,
        TimeLimits.MAIL,
        TimeLimits.POST);
  }

  /** Tries once to deliver, on the caller's thread; within ten minutes at most. */
  public Attempt attempt(Notification notification) {
    return switch (notification.message()) {
      case Mail mail ->
          smtp == null ? files.send(notification, mail) : smtp.send(notification, mail);
      case Post post -> http.send(post);
    };
  }

  @Override
  public void carry(Notification notification, Consumer<Attempt> done) {
    try {
      workers.execute(() -> done.accept(judged(notification)));
    } catch (RejectedExecutionException _) {
      done.accept(Attempt.unreachable("stopped"));
    }
  }

  private Attempt judged(Notification notification) {
    try {
      return attempt(notification);
    } catch (RuntimeException e) { // of a library: it must not stop the recipient's lane for good
      return new Attempt.Deferred("a bug, please report it: " + e, null);
    }
  }

  /** Cuts what is under way. */
  @Override
  public void close() {
    wire.close();
    workers.shutdownNow();
  }
}
