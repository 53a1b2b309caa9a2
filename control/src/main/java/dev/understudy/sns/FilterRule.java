package dev.understudy.sns;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What one value of a filter policy accepts (Developer Guide, "String value matching" ff.). */
sealed interface FilterRule {
  /** Whether a value that is there is accepted: a text, number, true, false or null. */
  boolean accepts(JsonNode value);

  /** Exactly this text, true, false or null. */
  record Exactly(JsonNode wanted) implements FilterRule {
    @Override
    public boolean accepts(JsonNode value) {
      return wanted.equals(value);
    }
  }

  /** This number, however it is written. */
  record ExactlyNumber(double wanted) implements FilterRule {
    @Override
    public boolean accepts(JsonNode value) {
      return value.isNumber() && value.doubleValue() == wanted;
    }
  }

  /** A text that begins so. */
  record Prefix(String start) implements FilterRule {
    @Override
    public boolean accepts(JsonNode value) {
      return value.isTextual() && value.textValue().startsWith(start);
    }
  }

  /** A text that ends so. */
  record Suffix(String end) implements FilterRule {
    @Override
    public boolean accepts(JsonNode value) {
      return value.isTextual() && value.textValue().endsWith(end);
    }
  }

  /** This text in any case of its letters. */
  record IgnoringCase(String wanted) implements FilterRule {
    public IgnoringCase {
      wanted = wanted.toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean accepts(JsonNode value) {
      return value.isTextual() && value.textValue().toLowerCase(Locale.ROOT).equals(wanted);
    }
  }

  /** What none of these accepts. */
  record AnythingBut(List<FilterRule> unwanted) implements FilterRule {
    public AnythingBut {
      unwanted = List.copyOf(unwanted);
    }

    @Override
    public boolean accepts(JsonNode value) {
      return !value.isNull() && unwanted.stream().noneMatch(rule -> rule.accepts(value));
    }
  }

  /** Whether there is a value at all. */
  record Exists(boolean wanted) implements FilterRule {
    @Override
    public boolean accepts(JsonNode value) {
      return wanted;
    }
  }

  /**
   * A number between two, infinite where there is no bound.
   *
   * @param fromIncluded whether the lower bound itself is accepted
   */
  record Numeric(double from, boolean fromIncluded, double to, boolean toIncluded)
      implements FilterRule {
    @Override
    public boolean accepts(JsonNode value) {
      if (!value.isNumber()) {
        return false;
      }
      double number = value.doubleValue();
      return (fromIncluded ? number >= from : number > from)
          && (toIncluded ? number <= to : number < to);
    }
  }

  /**
   * An address in a network.
   *
   * @param network its first address, whose first bits must agree
   */
  record Cidr(InetAddress network, int bits) implements FilterRule {
    private static final Pattern ADDRESS =
        Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|(?=.*:)[0-9a-fA-F:.]{2,45}");

    @Override
    public boolean accepts(JsonNode value) {
      return value.isTextual() && literal(value.textValue()).filter(this::holds).isPresent();
    }

    private boolean holds(InetAddress address) {
      byte[] octets = address.getAddress();
      byte[] wanted = network.getAddress();
      int rest = wanted.length * Byte.SIZE - bits;
      return octets.length == wanted.length
          && new BigInteger(1, octets)
              .shiftRight(rest)
              .equals(new BigInteger(1, wanted).shiftRight(rest));
    }

    /** An address as people write it: four numbers, or IPv6 without a zone. */
    static Optional<InetAddress> literal(String text) {
      if (!ADDRESS.matcher(text).matches()) {
        return Optional.empty();
      }
      try {
        return Optional.of(InetAddress.ofLiteral(text));
      } catch (IllegalArgumentException _) {
        return Optional.empty();
      }
    }
  }
}
