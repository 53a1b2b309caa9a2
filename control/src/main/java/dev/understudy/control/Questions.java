package dev.understudy.control;

import dev.understudy.control.TestAnswers.Answer;
import dev.understudy.control.TestAnswers.Question;
import dev.understudy.control.TestAnswers.Subnet;
import dev.understudy.intent.DomainName;
import dev.understudy.model.TestDNSAnswerRequest;
import dev.understudy.model.TestDNSAnswerResponse;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.PresentationException;
import dev.understudy.wire.RecordType;
import java.net.Inet4Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Checks the question of TestDNSAnswer and has it answered (API Reference, TestDNSAnswer). */
final class Questions {
  private static final int IPV4_PREFIX = 24;
  private static final int IPV6_PREFIX = 64;

  private final Zones zones;
  private final ZoneAlone alone;
  private final TestAnswers answers;

  Questions(Zones zones, ZoneAlone alone, TestAnswers answers) {
    this.zones = zones;
    this.alone = alone;
    this.answers = answers;
  }

  TestDNSAnswerResponse ask(TestDNSAnswerRequest request) throws ApiException {
    Zone zone = zones.get(request.hostedZoneId());
    if (zone.privateZone()) {
      throw Errors.invalidInput("TestDNSAnswer is only for public hosted zones.");
    }
    DomainName name = name(request.recordName(), zone);
    InetAddress resolver =
        request.resolverIP() == null ? null : address("ResolverIP", request.resolverIP());
    Answer answer =
        answers.ask(
            new Question(
                name,
                RecordType.valueOf(request.recordType().name()),
                resolver,
                subnet(request),
                alone.ifCovered(zone, name)));
    return new TestDNSAnswerResponse(
        zone.nameServers().getFirst(),
        NameText.format(name),
        request.recordType(),
        answer.data(),
        answer.responseCode(),
        answer.protocol());
  }

  private static DomainName name(String text, Zone zone) throws ApiException {
    DomainName name;
    try {
      name = NameText.parse(text);
    } catch (PresentationException e) {
      throw Errors.invalidInput(e.message());
    }
    if (!name.isAtOrBelow(zone.name())) {
      throw Errors.invalidInput(
          "The record name "
              + NameText.format(name)
              + " does not lie within the hosted zone "
              + NameText.format(zone.name()));
    }
    return name;
  }

  private static @Nullable Subnet subnet(TestDNSAnswerRequest request) throws ApiException {
    String mask = request.edns0ClientSubnetMask();
    if (request.edns0ClientSubnetIP() == null) {
      if (mask != null && !mask.isEmpty()) {
        throw Errors.invalidInput(
            "EDNS0ClientSubnetMask cannot be given without EDNS0ClientSubnetIP.");
      }
      return null;
    }
    InetAddress address = address("EDNS0ClientSubnetIP", request.edns0ClientSubnetIP());
    boolean ipv4 = address instanceof Inet4Address;
    if (mask == null || mask.isEmpty()) {
      return new Subnet(address, ipv4 ? IPV4_PREFIX : IPV6_PREFIX);
    }
    int max = ipv4 ? 32 : 128;
    if (!mask.matches("[0-9]{1,3}") || Integer.parseInt(mask) > max) {
      throw Errors.invalidInput(
          "EDNS0ClientSubnetMask '" + mask + "' is not a number from 0 to " + max + ".");
    }
    return new Subnet(address, Integer.parseInt(mask));
  }

  private static InetAddress address(String member, String text) throws ApiException {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      throw Errors.invalidInput(member + " '" + text + "' is not an IP address.");
    }
  }
}
