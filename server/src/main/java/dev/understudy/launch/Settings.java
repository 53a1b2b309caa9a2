package dev.understudy.launch;

import dev.understudy.probe.Targets;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The effective settings of one process, checked.
 *
 * @param data directory of all state
 * @param dns where DNS is answered, UDP and TCP; at least one
 * @param http where the API is answered
 * @param region where this process's checker says it stands
 * @param fullAnswers whether positive answers carry the apex NS set
 * @param udpSizeOctets largest UDP answer, 512 to 4096
 * @param edns what the nameserver says of itself in EDNS
 * @param dot DNS over TLS, or null for none
 * @param connections how many connections there may be
 * @param rate how many replies over UDP a network gets
 * @param record where queries are recorded
 * @param targets where checkers may connect to
 * @param places what decides where a client is taken to be
 * @param route53Quotas whether Route 53's account quotas are enforced
 * @param resolvers who is asked for alias targets outside our zones; empty for the system's
 * @param mail how notifications leave
 * @param history how long what happened is kept, 1 to 3650 days
 */
record Settings(
    Path data,
    List<InetSocketAddress> dns,
    InetSocketAddress http,
    Set<Role> roles,
    String region,
    boolean fullAnswers,
    int udpSizeOctets,
    EdnsChoices edns,
    @Nullable DotChoices dot,
    ConnectionChoices connections,
    RateChoices rate,
    RecordChoices record,
    Targets targets,
    PlaceSettings places,
    boolean route53Quotas,
    List<InetSocketAddress> resolvers,
    MailSettings mail,
    Duration history) {

  /** What a process does. */
  enum Role {
    API,
    NAMESERVER,
    CHECKER
  }

  Settings {
    dns = List.copyOf(dns);
    roles = Set.copyOf(roles);
    resolvers = List.copyOf(resolvers);
  }

  /** One line for the log at start. There are no secrets among the settings. */
  String summary() {
    return ("data=%s dns=%s http=%s roles=%s region=%s full-answers=%s udp-size=%d%s"
            + " quotas=%s history=%dd resolver=%s%s%s%s%s%s%s%s%s")
        .formatted(
            data,
            dns.stream().map(Settings::text).toList(),
            text(http),
            roleNames(),
            region,
            fullAnswers,
            udpSizeOctets,
            connections.summary(),
            route53Quotas ? "route53" : "unlimited",
            history.toDays(),
            resolvers.isEmpty() ? "system" : resolvers.stream().map(Settings::text).toList(),
            rate.summary(),
            record.summary(),
            targets.allowed().isEmpty() ? "" : " allow-probe=" + targets.allowed(),
            targets.denied().isEmpty() ? "" : " deny-probe=" + targets.denied(),
            places.summary(),
            edns.summary(),
            dot == null ? "" : dot.summary(),
            mail.summary());
  }

  /** The roles as they are written in settings, always in one order. */
  List<String> roleNames() {
    return roles.stream().sorted().map(role -> role.name().toLowerCase(Locale.ROOT)).toList();
  }

  /** {@code address:port}, IPv6 in brackets. */
  static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
