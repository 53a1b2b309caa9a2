package dev.understudy.launch;

import dev.understudy.answer.AnswerSettings;
import dev.understudy.answer.CurrentEdition;
import dev.understudy.answer.Edition;
import dev.understudy.answer.EdnsSettings;
import dev.understudy.answer.Publisher;
import dev.understudy.beat.Checker;
import dev.understudy.beat.CheckerSettings;
import dev.understudy.certificate.CertificateFiles;
import dev.understudy.certificate.UnusableCertificateException;
import dev.understudy.cloudwatch.CheckMetrics;
import dev.understudy.cloudwatch.CloudWatchService;
import dev.understudy.cloudwatch.Latencies;
import dev.understudy.cloudwatch.StoredAlarms;
import dev.understudy.control.ControlSettings;
import dev.understudy.control.Inventory;
import dev.understudy.control.Quotas;
import dev.understudy.control.Route53;
import dev.understudy.delivery.Outbox;
import dev.understudy.delivery.Transports;
import dev.understudy.explain.ExplainedAnswers;
import dev.understudy.explain.Explainer;
import dev.understudy.geography.Atlas;
import dev.understudy.geography.UnreadableMapException;
import dev.understudy.health.StatusListener;
import dev.understudy.health.Verdict;
import dev.understudy.health.Verdicts;
import dev.understudy.hindsight.Hindsight;
import dev.understudy.history.AnswerIndex;
import dev.understudy.history.EventLog;
import dev.understudy.history.Historian;
import dev.understudy.history.NotificationRecord;
import dev.understudy.history.RecordingStore;
import dev.understudy.incident.Alerts;
import dev.understudy.incident.Undelivered;
import dev.understudy.incident.Watch;
import dev.understudy.intent.IntentListener;
import dev.understudy.lint.Linter;
import dev.understudy.preview.Previewer;
import dev.understudy.probe.SystemNetwork;
import dev.understudy.propagation.Damage;
import dev.understudy.propagation.LocalRoster;
import dev.understudy.propagation.Propagation;
import dev.understudy.querylog.Recorder;
import dev.understudy.resolution.OutsideTargets;
import dev.understudy.route53.ApiServer;
import dev.understudy.route53.ApiSettings;
import dev.understudy.route53.Credentials;
import dev.understudy.route53.Services;
import dev.understudy.serve.Nameserver;
import dev.understudy.serve.ServeSettings;
import dev.understudy.serve.TlsSettings;
import dev.understudy.sns.SnsService;
import dev.understudy.store.SqliteStore;
import dev.understudy.store.Store;
import dev.understudy.store.StoreOpenException;
import dev.understudy.store.StoreUnavailableException;
import dev.understudy.tape.Tapes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running Understudy: every part is made here, by hand, in the order in which it starts, and
 * stopped in the reverse order.
 */
final class Understudy implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Understudy.class);

  /** Memory in use after loading from which on it is worth a collection of some 100 ms. */
  private static final long GIVEN_BACK_FROM_OCTETS = 128L << 20;

  private static final String ACCOUNT = "000000000000";

  private final Instant started = Instant.now();
  private final Settings settings;
  private final CredentialsFile credentials;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final CountDownLatch loaded = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  private final CurrentEdition current = new CurrentEdition();
  private final Damage damage = new Damage();
  private final Publisher publisher =
      new Publisher(current, untaken -> damage.bug(untaken.about(), untaken.problem()));
  private final AnswerIndex answers = new AnswerIndex(publisher);
  private final EventLog log;
  private final List<StatusListener> statusListeners = new CopyOnWriteArrayList<>();
  private final VerdictsFile verdictsFile;
  private final Verdicts verdicts;
  private final LocalRoster roster = new LocalRoster();
  private final Explainer explainer;
  private final Route53 route53;
  private @Nullable Atlas atlas;
  private @Nullable OutsideTargets outside;
  private @Nullable Historian turns;
  private @Nullable Outbox outbox;
  private @Nullable CertificateFiles certificate;
  private @Nullable Recorder recorder;
  private @Nullable Nameserver nameserver;
  private @Nullable ApiServer api;
  private volatile boolean ready;

  private Understudy(Settings settings, CredentialsFile credentials, Store store) {
    this.settings = settings;
    this.credentials = credentials;
    parts.push(store);
    this.verdictsFile = VerdictsFile.open(settings.data());
    this.verdicts = new Verdicts(this::turned, verdictsFile.unhealthy(), Clock.systemUTC());
    this.log =
        new EventLog(store, Clock.systemUTC(), settings.history(), new SecureRandom().nextInt());
    var checks = new LocalKnowledge(verdicts);
    this.explainer =
        new Explainer(
            current, checks, answerSettings(settings), SplittableRandom::new, Clock.systemUTC());
    this.route53 =
        new Route53(
            new RecordingStore(store, log, Clock.systemUTC()),
            roster,
            new LocalObservations(verdicts, started),
            new ExplainedAnswers(explainer, current, checks),
            new StoredAlarms(store),
            Clock.systemUTC(),
            new SecureRandom(),
            new ControlSettings(
                settings.route53Quotas() ? Quotas.ROUTE53 : Quotas.UNLIMITED, true, List.of()));
  }

  /**
   * Starts everything; returns when DNS and API answer. That all is ready is told on {@code
   * /healthz} after {@link #stopWithTheProcess}.
   */
  static Understudy start(Settings settings, Map<String, String> environment)
      throws StartException {
    LOG.info("understudy {} starts: {}", VersionCommand.version(), settings.summary());
    Store store = openStore(settings);
    Understudy understudy;
    try {
      understudy =
          new Understudy(
              settings,
              CredentialsFile.load(settings.data(), environment, new SecureRandom()),
              store);
    } catch (StartException | RuntimeException e) {
      store.close();
      throw e;
    }
    try {
      understudy.startParts(store, environment);
      return understudy;
    } catch (IOException e) {
      understudy.close();
      throw new StartException(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      understudy.close();
      Thread.currentThread().interrupt();
      throw new StartException("interrupted while starting", e);
    } catch (StartException | RuntimeException e) {
      understudy.close();
      throw e;
    }
  }

  private static Store openStore(Settings settings) throws StartException {
    try {
      return SqliteStore.open(settings.data());
    } catch (StoreOpenException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  private void startParts(Store store, Map<String, String> environment)
      throws IOException, InterruptedException, StartException {
    atlas = openAtlas();
    parts.push(atlas);
    Undelivered undelivered = Undelivered.open(store, settings.mail().alerts(this::httpAddress));
    Outbox sending = startOutbox(store, undelivered, environment);
    outbox = sending;
    parts.push(sending);
    Alerts alerts = openAlerts(store, sending, undelivered);
    Historian historian = recordTurns(store, alerts);
    var watchers = new ArrayList<IntentListener>();
    if (settings.roles().contains(Settings.Role.CHECKER)) {
      watchers.add(startChecker());
      startTicking();
    }
    outside = OutsideTargets.start(settings.data(), settings.resolvers(), publisher::outside);
    parts.push(outside);
    var propagation = new Propagation(List.of(verdicts), answers, watchers, this::applied, damage);
    parts.push(store.follow(propagation));
    loaded.await();
    giveBackMemory();
    publisher.outsideWanted(outside::wanted);
    historian.start();
    parts.push(historian);
    if (settings.roles().contains(Settings.Role.NAMESERVER)) {
      CookieSecretFile cookies = openCookies();
      parts.push(cookies);
      certificate = openCertificate();
      @Nullable Tapes tapes = startRecording();
      ServeSettings serving = serveSettings(cookies).with(tapes);
      nameserver = Nameserver.open(serving, current, Understudy::bug);
      parts.push(nameserver);
    }
    if (settings.roles().contains(Settings.Role.API)) {
      Linter linter = Linter.start(store); // where changes come in, somebody reads the log
      parts.push(linter);
      startMaintaining();
      var metrics = new dev.understudy.cloudwatch.Metrics(store);
      Services services = startAlarms(store, sending, metrics);
      api = startApi(store, linter, services, new Latencies(metrics));
      parts.push(api);
    }
    parts.push(alerts);
    alerts.begin(); // its links name the API's port
    parts.push(OldGeneration.watch());
    LOG.info(
        "ready: dns={}{} http={}",
        dnsText(),
        dotText(),
        api == null ? "off" : Settings.text(api.address()));
  }

  /**
   * Collects what loading many records has left behind, many times what stays, while nobody is
   * answered yet; the collector would keep its memory for as long as little is changed.
   */
  private static void giveBackMemory() {
    Runtime runtime = Runtime.getRuntime();
    if (runtime.totalMemory() - runtime.freeMemory() > GIVEN_BACK_FROM_OCTETS) {
      runtime.gc();
    }
  }

  private Atlas openAtlas() throws StartException {
    try {
      return Atlas.open(settings.places().maps(), publisher::geography, Clock.systemUTC());
    } catch (UnreadableMapException e) {
      throw new StartException(e.getMessage(), e);
    }
  }

  private Outbox startOutbox(Store store, Undelivered undelivered, Map<String, String> environment)
      throws IOException, StartException {
    Transports transports =
        Transports.open(
            settings.mail().transport(settings.data(), environment),
            settings.targets()::allows,
            Clock.systemUTC());
    parts.push(transports);
    return Outbox.start(
        store,
        transports,
        new NotificationRecord(log).and(undelivered),
        Clock.systemUTC(),
        new SplittableRandom());
  }

  private Watch watched() {
    List<Verdict> all = verdicts.verdicts();
    return new Watch(
        all.size(),
        all.stream().filter(each -> !each.healthy()).map(Verdict::checkId).sorted().toList());
  }

  /** SNS and CloudWatch, with the metrics of the checks. */
  private Services startAlarms(
      Store store, Outbox outbox, dev.understudy.cloudwatch.Metrics metrics) {
    var sns =
        new SnsService(
            store,
            outbox,
            ACCOUNT,
            () -> settings.mail().publicUrl(httpAddress()),
            settings.targets()::allows,
            Clock.systemUTC(),
            new SecureRandom());
    var cloudWatch =
        new CloudWatchService(store, metrics, sns.publishing(), outbox, ACCOUNT, Clock.systemUTC());
    var checkMetrics =
        new CheckMetrics(verdicts, metrics, cloudWatch, Clock.systemUTC(), System::nanoTime);
    parts.push(checkMetrics);
    statusListeners.add(checkMetrics);
    checkMetrics.begin();
    return Services.of(sns, cloudWatch);
  }

  /** Flips are noted from here on, and recorded when it is started. */
  private Historian recordTurns(Store store, Alerts alerts) {
    var historian =
        new Historian(store, log, answers, current, verdicts::standing, alerts, Clock.systemUTC());
    turns = historian;
    return historian;
  }

  private Alerts openAlerts(Store store, Outbox outbox, Undelivered undelivered) {
    return Alerts.open(
        store,
        outbox,
        settings.mail().alerts(this::httpAddress),
        this::watched,
        undelivered,
        Clock.systemUTC(),
        new SecureRandom());
  }

  /** On the thread that passes verdicts: answers follow first, the others only take a note. */
  private void turned(Map<String, Boolean> statuses) {
    Edition edition = publisher.statuses(statuses);
    if (turns != null) {
      turns.changed(statuses, edition);
    }
    statusListeners.forEach(listener -> listener.changed(statuses));
  }

  private Checker startChecker() {
    CheckerSettings defaults = CheckerSettings.of("local", settings.region(), OwnAddresses.shown());
    var checkerSettings =
        new CheckerSettings(
            defaults.name(),
            defaults.region(),
            defaults.address(),
            settings.targets(),
            defaults.userAgent(),
            defaults.probesMax());
    var network = new SystemNetwork(System::nanoTime);
    parts.push(network);
    Checker checker =
        Checker.start(
            checkerSettings,
            beat -> verdicts.receive(beat, System.nanoTime()),
            Clock.systemUTC(),
            System::nanoTime,
            new SecureRandom(),
            network);
    parts.push(checker);
    return checker;
  }

  private void startTicking() {
    ScheduledExecutorService ticking =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tick").factory());
    ScheduledFuture<?> _ = ticking.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    parts.push(() -> {
      ticking.shutdownNow();
      verdictsFile.write(verdicts);
    });
  }

  /** Once a second; one that fails must not be the last. */
  private void tick() {
    try {
      verdicts.tick(System.nanoTime());
      verdictsFile.write(verdicts);
    } catch (RuntimeException e) {
      LOG.error("a tick met a bug; please report it", e);
    }
  }

  private void startMaintaining() {
    ScheduledExecutorService maintaining =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("maintain").factory());
    ScheduledFuture<?> _ = maintaining.scheduleWithFixedDelay(this::maintain, 0, 1, TimeUnit.HOURS);
    parts.push(maintaining::shutdownNow);
  }

  /** Once an hour; one that fails must not be the last. */
  private void maintain() {
    try {
      route53.maintain();
    } catch (StoreUnavailableException e) {
      LOG.warn("zone-signing keys were not looked at: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("maintenance met a bug; please report it", e);
    }
  }

  private ApiServer startApi(Store store, Linter linter, Services services, Latencies latencies)
      throws IOException {
    return ApiServer.open(
        ApiSettings.of(
            settings.http(),
            new Credentials(credentials.accessKeyId(), credentials.secretAccessKey(), ACCOUNT)),
        route53::handle,
        services,
        () -> ready,
        Map.of(
            "/",
            new Welcome(),
            "/metrics",
            new Metrics(
                () -> nameserver,
                () -> certificate,
                current,
                publisher,
                verdicts,
                linter::findings,
                damage,
                () -> atlas == null ? List.of() : atlas.sheets(),
                Objects.requireNonNull(outside),
                Objects.requireNonNull(outbox),
                recorder),
            "/events",
            new EventsPage(log, Clock.systemUTC()),
            "/explain",
            new ExplainPage(
                explainer,
                new AllAnswers(current, route53),
                new Hindsight(
                    store, log, current, verdicts::standing, explainer, started, Clock.systemUTC()),
                Clock.systemUTC()),
            "/latency",
            new LatencyPage(latencies, verdicts, Clock.systemUTC(), System::nanoTime),
            "/preview",
            new PreviewPage(new Previewer(route53, current, verdicts::status)),
            "/status",
            new StatusPage(statusSources(store, linter))),
        Clock.systemUTC());
  }

  private StatusPage.Sources statusSources(Store store, Linter linter) {
    return new StatusPage.Sources(
        VersionCommand.version(),
        started,
        settings.roleNames(),
        store::revision,
        () -> current.get().revision(),
        () -> Inventory.read(store),
        verdicts,
        linter::findings,
        damage,
        () -> certificate,
        () -> outbox == null ? null : outbox.counts());
  }

  private CookieSecretFile openCookies() throws StartException {
    return CookieSecretFile.open(
            settings.data(),
            settings.edns().cookieSecretFile(),
            new SecureRandom(),
            Clock.systemUTC())
        .watch();
  }

  /** Where queries are taken down, if they are; read from now on. */
  private @Nullable Tapes startRecording() throws StartException {
    if (!settings.record().any()) {
      return null;
    }
    Tapes tapes = settings.record().tapes();
    recorder = settings.record().start(tapes, settings.edns().nsid());
    parts.push(recorder);
    return tapes;
  }

  private ServeSettings serveSettings(CookieSecretFile cookies) {
    EdnsSettings edns = settings.edns().settings(cookies.secrets());
    return ServeSettings.on(settings.dns())
        .with(settings.connections().limits())
        .with(tlsSettings())
        .with(answerSettings(settings).with(edns))
        .with(settings.rate().limit());
  }

  private @Nullable TlsSettings tlsSettings() {
    DotChoices dot = settings.dot();
    CertificateFiles files = certificate;
    return dot == null || files == null ? null : TlsSettings.on(dot.addresses(), files::context);
  }

  private @Nullable CertificateFiles openCertificate() throws StartException {
    DotChoices dot = settings.dot();
    if (dot == null) {
      return null;
    }
    try {
      var files = CertificateFiles.open(dot.certificate(), dot.key(), Clock.systemUTC()).watch();
      parts.push(files);
      return files;
    } catch (UnusableCertificateException e) {
      throw new StartException("--dot: " + e.getMessage(), e);
    }
  }

  private static AnswerSettings answerSettings(Settings settings) {
    return new AnswerSettings(
        settings.udpSizeOctets(), settings.fullAnswers(), settings.places().clientSubnetsFrom());
  }

  private void applied(long revision) {
    roster.accept(revision);
    loaded.countDown();
  }

  private static void bug(Throwable problem) {
    LOG.error("a query met a bug and got no reply; please report it", problem);
  }

  CredentialsFile credentials() {
    return credentials;
  }

  Route53 route53() {
    return route53;
  }

  /** The first address on which DNS is answered, with the port it got. */
  InetSocketAddress dnsAddress() {
    return nameserver == null ? settings.dns().getFirst() : nameserver.addresses().getFirst();
  }

  /** Where the API is answered, with the port it got. */
  InetSocketAddress httpAddress() {
    return api == null ? settings.http() : api.address();
  }

  private String dnsText() {
    return nameserver == null
        ? "off"
        : nameserver.addresses().stream().map(Settings::text).toList().toString();
  }

  private String dotText() {
    List<InetSocketAddress> tls = nameserver == null ? List.of() : nameserver.tlsAddresses();
    return tls.isEmpty() ? "" : " dot=" + tls.stream().map(Settings::text).toList();
  }

  /**
   * On SIGTERM and SIGINT: stops everything in order, then ends the process with exit code 0. Only
   * then is it ready: whoever waits for that may send the signal at once.
   */
  void stopWithTheProcess() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  close();
                  Runtime.getRuntime().halt(0);
                },
                "stop"));
    ready = true;
  }

  /** Closed last of all, after everything has stopped. */
  synchronized void closeLast(AutoCloseable part) {
    parts.addLast(part);
  }

  void awaitStop() throws InterruptedException {
    stopped.await();
  }

  /** Stops accepting, finishes what was accepted; once. */
  @Override
  public synchronized void close() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) { // AutoCloseable's signature; the other parts are still to be stopped
        LOG.warn("{} did not stop cleanly", part, e);
      }
    }
    stopped.countDown();
  }
}
