package dev.understudy.resolution;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where resolvers are: addresses given, or the system's in {@code /etc/resolv.conf}. */
public final class ResolverAddresses {
  /** The file of the system's resolver (resolv.conf(5)). */
  public static final Path SYSTEM = Path.of("/etc/resolv.conf");

  private static final int DNS_PORT = 53;

  /** As many as resolv.conf(5) takes. */
  private static final int SYSTEM_MAX = 3;

  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{1,3}(?:\\.\\d{1,3}){3})(?::(\\d{1,5}))?"
              + "|\\[([0-9a-fA-F:.]+)\\](?::(\\d{1,5}))?"
              + "|([0-9a-fA-F:.]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)");

  private ResolverAddresses() {}

  /**
   * Reads an address with or without a port; 53 without.
   *
   * @throws IllegalArgumentException if it is neither {@code 10.0.0.2}, {@code 10.0.0.2:5353},
   *     {@code ::1} nor {@code [::1]:5353}
   */
  public static InetSocketAddress parse(String text) {
    Matcher parts = FORM.matcher(text.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException("not an address: " + text);
    }
    String host = first(parts.group(1), parts.group(3), parts.group(5));
    String port = first(parts.group(2), parts.group(4), String.valueOf(DNS_PORT));
    int number = Integer.parseInt(port);
    if (number < 1 || number > 65_535) {
      throw new IllegalArgumentException("port " + number + " is outside 1..65535");
    }
    return new InetSocketAddress(InetAddress.ofLiteral(host), number);
  }

  /**
   * The system's resolvers, read again when the file has changed: networks come and go. Without a
   * usable line it is the resolver of this machine, as it is for the C library.
   */
  static Supplier<List<InetSocketAddress>> ofFile(Path file) {
    return new Supplier<>() {
      private FileTime read = FileTime.fromMillis(-1);
      private List<InetSocketAddress> addresses = List.of();

      @Override
      public synchronized List<InetSocketAddress> get() {
        FileTime modified = modified(file);
        if (!modified.equals(read)) {
          addresses = readFile(file);
          read = modified;
        }
        return addresses;
      }
    };
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0); // no such file: as if it were empty
    }
  }

  private static List<InetSocketAddress> readFile(Path file) {
    var addresses = new ArrayList<InetSocketAddress>();
    try {
      for (String line : Files.readAllLines(file)) {
        String[] words = line.strip().split("\\s+", -1);
        if (words.length >= 2 && words[0].equals("nameserver") && addresses.size() < SYSTEM_MAX) {
          addPlain(words[1], addresses);
        }
      }
    } catch (IOException e) {
      // Missing or not text: as if it were empty.
    }
    return addresses.isEmpty() ? List.of(parse("127.0.0.1")) : List.copyOf(addresses);
  }

  private static void addPlain(String text, List<InetSocketAddress> to) {
    try {
      to.add(new InetSocketAddress(InetAddress.ofLiteral(text), DNS_PORT));
    } catch (IllegalArgumentException e) {
      // A line the C library skips too.
    }
  }

  private static String first(@Nullable String one, @Nullable String two, @Nullable String three) {
    if (one != null) {
      return one;
    }
    return two != null ? two : String.valueOf(three);
  }
}
