package dev.understudy.launch;

import dev.understudy.probe.AddressBlock;
import dev.understudy.probe.Targets;
import dev.understudy.resolution.ResolverAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks all settings and tells all problems at once. */
final class SettingsReader {
  private static final String DNS_DEFAULT = "127.0.0.1:1053";
  private static final int UDP_MIN_OCTETS = 512;
  private static final int UDP_MAX_OCTETS = 4096;
  private static final int RESOLVERS_MAX = 8;
  private static final int HISTORY_MAX_DAYS = 3_650;
  private static final Pattern ENDPOINT =
      Pattern.compile("(?:\\[([0-9a-fA-F:.%\\w]+)\\]|([^:\\[\\]]+)):(\\d{1,5})");
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,64}");

  private final List<String> problems = new ArrayList<>();

  private SettingsReader() {}

  static Settings read(ServerOptions options) throws StartException {
    return new SettingsReader().check(options);
  }

  private Settings check(ServerOptions options) throws StartException {
    List<String> dnsTexts = options.dns.isEmpty() ? List.of(DNS_DEFAULT) : options.dns;
    var dns = dnsTexts.stream().map(text -> endpoint("--dns", text)).toList();
    InetSocketAddress http = endpoint("--http", options.http);
    Set<Settings.Role> roles = roles(options.roles);
    require(
        options.store.equals("embedded"),
        "--store " + options.store + ": only 'embedded' is built so far");
    require(
        REGION.matcher(options.region).matches(),
        "--region " + options.region + ": not a region name such as us-east-1");
    require(
        options.udpSize >= UDP_MIN_OCTETS && options.udpSize <= UDP_MAX_OCTETS,
        "--udp-size " + options.udpSize + ": outside 512..4096");
    require(
        options.quotas.equals("unlimited") || options.quotas.equals("route53"),
        "--quotas " + options.quotas + ": not 'unlimited' or 'route53'");
    require(
        options.historyDays >= 1 && options.historyDays <= HISTORY_MAX_DAYS,
        "--history " + options.historyDays + ": outside 1..3650 days");
    var targets =
        new Targets(
            networks("--allow-probe", options.allowProbe),
            networks("--deny-probe", options.denyProbe));
    EdnsChoices edns = EdnsChoices.of(options.edns, problems::add);
    @Nullable DotChoices dot = DotChoices.of(options.dot, this::endpoint, problems::add);
    ConnectionChoices connections = ConnectionChoices.of(options.connections, problems::add);
    RecordChoices record = RecordChoices.of(options.record, problems::add);
    RateChoices rate = RateChoices.of(options.rate, problems::add);
    var places = PlaceSettings.of(options, problems::add);
    List<InetSocketAddress> resolvers = resolvers(options.resolvers);
    MailSettings mail = MailSettings.read(options.mail, problems);
    if (!problems.isEmpty()) {
      throw new StartException(String.join("; ", problems));
    }
    return new Settings(
        options.data,
        dns,
        http,
        roles,
        options.region,
        options.fullAnswers,
        options.udpSize,
        edns,
        dot,
        connections,
        rate,
        record,
        targets,
        places,
        options.quotas.equals("route53"),
        resolvers,
        mail,
        Duration.ofDays(options.historyDays));
  }

  private Set<Settings.Role> roles(List<String> texts) {
    if (texts.isEmpty()) {
      return EnumSet.allOf(Settings.Role.class);
    }
    var roles = EnumSet.noneOf(Settings.Role.class);
    for (String text : texts) {
      try {
        roles.add(Settings.Role.valueOf(text.strip().toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        problems.add("--roles " + text + ": not one of api, nameserver, checker");
      }
    }
    return roles;
  }

  private InetSocketAddress endpoint(String flag, String text) {
    Matcher parts = ENDPOINT.matcher(text.strip());
    if (parts.matches()) {
      String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
      int port = Integer.parseInt(parts.group(3));
      if (port <= 65_535) {
        try {
          return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
          problems.add(flag + " " + text + ": no such address");
          return new InetSocketAddress(0);
        }
      }
    }
    problems.add(flag + " " + text + ": not ADDRESS:PORT such as 127.0.0.1:1053 or [::1]:1053");
    return new InetSocketAddress(0);
  }

  private List<InetSocketAddress> resolvers(List<String> texts) {
    var addresses = new ArrayList<InetSocketAddress>();
    for (String text : texts) {
      try {
        addresses.add(ResolverAddresses.parse(text));
      } catch (IllegalArgumentException e) {
        problems.add(
            "--resolver "
                + text
                + ": not ADDRESS or ADDRESS:PORT such as 10.0.0.2 or [fd00::2]:53");
      }
    }
    require(
        texts.size() <= RESOLVERS_MAX,
        "--resolver: " + texts.size() + " are more than " + RESOLVERS_MAX);
    return addresses;
  }

  private List<AddressBlock> networks(String flag, List<String> texts) {
    var blocks = new ArrayList<AddressBlock>();
    for (String text : texts) {
      try {
        blocks.add(AddressBlock.parse(text));
      } catch (IllegalArgumentException e) {
        problems.add(flag + " " + text + ": not a network such as 10.0.0.0/8 or fd00::/8");
      }
    }
    return blocks;
  }

  private void require(boolean holds, String problem) {
    if (!holds) {
      problems.add(problem);
    }
  }
}
