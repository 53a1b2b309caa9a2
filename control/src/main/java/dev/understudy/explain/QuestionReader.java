package dev.understudy.explain;

import dev.understudy.intent.DomainName;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.PresentationException;
import dev.understudy.wire.RecordType;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a question from text, as people and {@code GET /explain} put it.
 *
 * <p>A client without a prefix length asks by itself where no resolver is named, and is a subnet of
 * the usual 24 or 64 bits behind it where one is; with a prefix length it is a subnet behind the
 * resolver, or behind this machine.
 */
public final class QuestionReader {
  private static final int IPV4_PREFIX = 24;
  private static final int IPV6_PREFIX = 64;

  private QuestionReader() {}

  /**
   * Reads the parts, each as given or null.
   *
   * @param assume each {@code CHECK=healthy} or {@code CHECK=unhealthy}
   * @throws BadQuestionException that says what to do
   */
  public static Question read(
      @Nullable String name,
      @Nullable String type,
      @Nullable String client,
      @Nullable String resolver,
      List<String> assume)
      throws BadQuestionException {
    if (name == null) {
      throw new BadQuestionException("Give the name to explain, such as name=www.example.com.");
    }
    InetAddress from = resolver == null ? null : address("resolver", resolver);
    Network subnet = null;
    if (client != null) {
      int slash = client.indexOf('/');
      InetAddress address = address("client", slash < 0 ? client : client.substring(0, slash));
      if (slash >= 0) {
        subnet = network(address, client, client.substring(slash + 1));
      } else if (from == null) {
        from = address;
      } else {
        subnet = new Network(address, isIpv4(address) ? IPV4_PREFIX : IPV6_PREFIX);
      }
    }
    return new Question(
        name(name),
        type(type),
        from == null ? InetAddress.getLoopbackAddress() : from,
        subnet,
        assumed(assume));
  }

  private static DomainName name(String text) throws BadQuestionException {
    try {
      return NameText.parse(text);
    } catch (PresentationException e) {
      throw new BadQuestionException("name: " + e.message());
    }
  }

  private static RecordType type(@Nullable String text) throws BadQuestionException {
    try {
      return text == null ? RecordType.A : RecordType.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      throw new BadQuestionException(
          "type '" + text + "' is none of " + Arrays.toString(RecordType.values()) + ".");
    }
  }

  private static InetAddress address(String what, String text) throws BadQuestionException {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException _) {
      throw new BadQuestionException(
          what + " '" + text + "' is not an IP address, such as 203.0.113.7 or 2001:db8::7.");
    }
  }

  private static Network network(InetAddress address, String text, String length)
      throws BadQuestionException {
    int max = isIpv4(address) ? 32 : 128;
    if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > max) {
      throw new BadQuestionException(
          "client '" + text + "' needs a prefix length from 0 to " + max + " after the slash.");
    }
    return new Network(address, Integer.parseInt(length));
  }

  private static boolean isIpv4(InetAddress address) {
    return address instanceof Inet4Address;
  }

  private static Map<String, Boolean> assumed(List<String> assume) throws BadQuestionException {
    var assumed = new HashMap<String, Boolean>();
    for (String each : assume) {
      int equals = each.lastIndexOf('=');
      String status = each.substring(equals + 1).toLowerCase(Locale.ROOT);
      if (equals < 1 || !(status.equals("healthy") || status.equals("unhealthy"))) {
        throw new BadQuestionException(
            "assume '" + each + "' is neither CHECK=healthy nor CHECK=unhealthy.");
      }
      Boolean healthy = status.equals("healthy");
      Boolean before = assumed.put(each.substring(0, equals), healthy);
      if (before != null && !before.equals(healthy)) {
        throw new BadQuestionException(
            "assume says both of health check " + each.substring(0, equals) + "; keep one.");
      }
    }
    return assumed;
  }
}
