package dev.understudy.product;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Asks one nameserver, once. */
final class Resolver {
  private final int port;

  Resolver(int port) {
    this.port = port;
  }

  Message ask(String name, int type) throws IOException {
    return ask(name, type, false);
  }

  Message ask(String name, int type, boolean tcp) throws IOException {
    var resolver = new SimpleResolver("127.0.0.1");
    resolver.setPort(port);
    resolver.setTCP(tcp);
    resolver.setTimeout(Duration.ofSeconds(2));
    return resolver.send(
        Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN)));
  }

  /** The data of the answer's A records, sorted. */
  List<String> addresses(String name) throws IOException {
    return ask(name, Type.A).getSection(Section.ANSWER).stream()
        .filter(record -> record.getType() == Type.A)
        .map(Record::rdataToString)
        .sorted()
        .toList();
  }

  /** Asks until the addresses are as wanted; how long that took. */
  Duration until(String name, List<String> wanted, Duration limit)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    List<String> last = List.of();
    while (System.nanoTime() - start < limit.toNanos()) {
      last = addresses(name);
      if (last.equals(wanted)) {
        return Duration.ofNanos(System.nanoTime() - start);
      }
      TimeUnit.MILLISECONDS.sleep(2);
    }
    throw new AssertionError(name + " answers " + last + ", not " + wanted + ", after " + limit);
  }
}
