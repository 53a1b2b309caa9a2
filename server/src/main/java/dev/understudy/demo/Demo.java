package dev.understudy.demo;

import dev.understudy.control.ApiException;
import dev.understudy.control.Route53;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Plays the lab until {@code q} is pressed or the process is told to stop. */
public final class Demo {
  private static final String LEAD = "127.0.0.11";
  private static final String UNDERSTUDY = "127.0.0.12";

  private final Route53 route53;
  private final InetSocketAddress dns;
  private final InetSocketAddress http;
  private final Path credentials;
  private final PrintStream out;

  /**
   * @param dns where the nameserver answers
   * @param http where the API answers
   * @param credentials the key pair's file, for the printed commands
   */
  public Demo(
      Route53 route53,
      InetSocketAddress dns,
      InetSocketAddress http,
      Path credentials,
      PrintStream out) {
    this.route53 = route53;
    this.dns = dns;
    this.http = http;
    this.credentials = credentials;
    this.out = out;
  }

  /**
   * Plays; returns when {@code q} was pressed.
   *
   * @param port of both web servers, 1 to 65535
   * @param terminal whether {@code in} is a terminal, from which single keys are read
   */
  public void play(InputStream in, boolean terminal, int port) throws IOException, ApiException {
    var leadAt = new InetSocketAddress(InetAddress.ofLiteral(LEAD), port);
    var understudyAt = new InetSocketAddress(InetAddress.ofLiteral(UNDERSTUDY), port);
    try (Cafe lead = new Cafe("lead", leadAt);
        Cafe understudy = new Cafe("understudy", understudyAt)) {
      lead.start();
      understudy.start();
      CafeZone zone = CafeZone.create(route53, leadAt, understudyAt);
      say(zone, port);
      try (Asker asker = new Asker(dns, CafeZone.NAME);
          Screen screen =
              new Screen(asker, out, Map.of(LEAD, ", the lead", UNDERSTUDY, ", the understudy"));
          Keys keys = new Keys(in, terminal)) {
        press(keys, screen, lead, understudy);
      }
    }
  }

  private void press(Keys keys, Screen screen, Cafe lead, Cafe understudy) throws IOException {
    while (true) {
      switch (keys.next()) {
        case '1' -> toggle(screen, "1, the lead", lead);
        case '2' -> toggle(screen, "2, the understudy", understudy);
        case 'q', 'Q' -> {
          return;
        }
        case -1 -> {
          waitForEver();
          return;
        }
        default -> screen.say("press 1 or 2 to stop and start a server, q to end");
      }
    }
  }

  private static void toggle(Screen screen, String name, Cafe cafe) throws IOException {
    if (cafe.isUp()) {
      screen.pressed("server " + name + ", stopped");
      cafe.stop();
    } else {
      screen.pressed("server " + name + ", started");
      cafe.start();
    }
  }

  /** Without input the lab goes on until a signal ends the process. */
  private static void waitForEver() {
    try {
      TimeUnit.DAYS.sleep(Integer.MAX_VALUE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void say(CafeZone zone, int port) {
    out.printf(
        """
        The café lab: two web servers, one name, a check of the lead every second.
          server 1, the lead        http://%s:%d/cafe
          server 2, the understudy  http://%s:%d/cafe

        Try, in another terminal:
          dig @%s -p %d %s A
          export AWS_SHARED_CREDENTIALS_FILE=%s AWS_ENDPOINT_URL=http://%s:%d AWS_DEFAULT_REGION=us-east-1
          aws route53 list-resource-record-sets --hosted-zone-id %s
          aws route53 get-health-check-status --health-check-id %s
          aws route53 test-dns-answer --hosted-zone-id %s --record-name %s --record-type A

        Keys: 1 and 2 stop and start a server, q ends.

        """,
        LEAD,
        port,
        UNDERSTUDY,
        port,
        dns.getAddress().getHostAddress(),
        dns.getPort(),
        CafeZone.NAME,
        credentials.toAbsolutePath(),
        http.getAddress().getHostAddress(),
        http.getPort(),
        zone.zoneId(),
        zone.checkId(),
        zone.zoneId(),
        CafeZone.NAME);
    out.flush();
  }
}
