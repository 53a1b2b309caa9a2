package dev.understudy.control;

import dev.understudy.intent.DomainName;
import dev.understudy.intent.Mutation;
import dev.understudy.wire.RecordType;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the nameserver's own decision what it would answer (Route 53 API, TestDNSAnswer). */
public interface TestAnswers {

  /** The answer to one question. Sends nothing over the network. */
  Answer ask(Question question);

  /**
   * A question as a resolver would put it.
   *
   * @param resolver the address it seems to come from; null: some resolver in us-east-1
   * @param subnet the client behind the resolver (RFC 7871), or null
   * @param alone what is served in place of everything, or null: what is served now
   */
  record Question(
      DomainName name,
      RecordType type,
      @Nullable InetAddress resolver,
      @Nullable Subnet subnet,
      @Nullable List<Mutation> alone) {}

  /**
   * A network.
   *
   * @param prefixLength 0 to 32 for IPv4, 0 to 128 for IPv6
   */
  record Subnet(InetAddress address, int prefixLength) {
    public Subnet {
      int max = address.getAddress().length * 8;
      if (prefixLength < 0 || prefixLength > max) {
        throw new IllegalArgumentException("prefix " + prefixLength + " is outside 0.." + max);
      }
    }
  }

  /**
   * The answer section, in Route 53's text.
   *
   * @param responseCode mnemonic of the RCODE, such as {@code NOERROR}
   * @param data values of the records of the asked type, in the order of the answer
   * @param protocol {@code UDP}, or {@code TCP} where the answer did not fit UDP
   */
  record Answer(String responseCode, List<String> data, String protocol) {
    public Answer {
      data = List.copyOf(data);
    }
  }
}
