package dev.understudy.wire;

/**
 * The options of a query's OPT record that mean something to us, read in place (RFC 6891, section
 * 6.1.2); any other is walked over. One object for each serving thread, filled by {@link Query}.
 */
public final class QueryOptions {
  /** Octets of a client cookie, which is the start of every COOKIE option (RFC 7873). */
  public static final int CLIENT_COOKIE_OCTETS = 8;

  /** Where the address starts in the data of a client subnet option, after its lengths. */
  public static final int SUBNET_ADDRESS = 4;

  private static final int SERVER_COOKIE_MIN_OCTETS = 8;
  private static final int SERVER_COOKIE_MAX_OCTETS = 32;

  private boolean any;
  private boolean nsid;
  private boolean padding;
  private boolean keepAlive;
  private boolean keepAliveFilled;
  private int cookieAt;
  private int cookieLength;
  private int subnetAt;
  private int subnetLength;
  private int subnetFamily;
  private int subnetBits;

  /** Starts without options. */
  QueryOptions() {}

  /** Whether there is any of them. */
  public boolean any() {
    return any;
  }

  /** Whether the client asks who we are (RFC 5001); what it may have sent along is ignored. */
  public boolean nsid() {
    return nsid;
  }

  /** Whether the client padded its query, and so wants the reply padded (RFC 7830, section 4). */
  public boolean padding() {
    return padding;
  }

  /** Whether the client asks how long a connection may idle (RFC 7828). */
  public boolean keepAlive() {
    return keepAlive;
  }

  /** Whether it sent a time along, which only servers do (RFC 7828, section 3.2.1). */
  public boolean keepAliveFilled() {
    return keepAliveFilled;
  }

  /** Where the data of the first COOKIE option starts (RFC 7873), or 0. */
  public int cookieAt() {
    return cookieAt;
  }

  /** Length of the cookies: 8 for a client cookie alone, 16 to 40 with a server cookie. */
  public int cookieLengthOctets() {
    return cookieLength;
  }

  /** Where the data of the client subnet option starts (RFC 7871), or 0. */
  public int clientSubnetAt() {
    return subnetAt;
  }

  /** Length of the data of the client subnet option. */
  public int clientSubnetLengthOctets() {
    return subnetLength;
  }

  /** Octets of a whole address of the client subnet: 4, 16, or 0 if it has no family. */
  public int clientSubnetFamilyOctets() {
    return subnetFamily;
  }

  /** SOURCE PREFIX-LENGTH, 0 to 128. */
  public int clientSubnetBits() {
    return subnetBits;
  }

  void clear() {
    any = false;
    nsid = false;
    padding = false;
    keepAlive = false;
    keepAliveFilled = false;
    cookieAt = 0;
    subnetAt = 0;
  }

  /**
   * Reads the options in {@code message[at..end)}; each takes 4 octets or more, so the record's
   * length bounds the walk.
   *
   * @return false if one of them makes no sense or does not end with the record
   */
  boolean read(byte[] message, int at, int end) {
    int option = at;
    while (option < end) {
      int data = option + 4;
      if (data > end) {
        return false;
      }
      int next = data + Octets.get16(message, option + 2);
      if (next > end || !take(message, Octets.get16(message, option), data, next)) {
        return false;
      }
      option = next;
    }
    return true;
  }

  private boolean take(byte[] message, int code, int data, int end) {
    switch (code) {
      case OptionCode.NSID -> nsid = true;
      case OptionCode.PADDING -> padding = true;
      case OptionCode.TCP_KEEPALIVE -> {
        keepAlive = true;
        keepAliveFilled |= data != end;
      }
      case OptionCode.COOKIE -> {
        // Only the first counts (RFC 7873, section 5.2).
        if (cookieAt == 0 && !takeCookie(data, end)) {
          return false;
        }
      }
      case OptionCode.CLIENT_SUBNET -> {
        if (subnetAt != 0 || !takeClientSubnet(message, data, end)) {
          return false;
        }
      }
      default -> {
        return true;
      }
    }
    any = true;
    return true;
  }

  /** RFC 7873, section 5.2.2: 8 octets, or 16 to 40. */
  private boolean takeCookie(int data, int end) {
    int server = end - data - CLIENT_COOKIE_OCTETS;
    cookieAt = data;
    cookieLength = end - data;
    return server == 0
        || (server >= SERVER_COOKIE_MIN_OCTETS && server <= SERVER_COOKIE_MAX_OCTETS);
  }

  /**
   * RFC 7871, section 6: family, SOURCE PREFIX-LENGTH, SCOPE PREFIX-LENGTH, which is 0 in queries,
   * then just as many octets as the prefix needs, with no bit set behind it. No family at all goes
   * with a prefix of no bits: nobody's network.
   */
  private boolean takeClientSubnet(byte[] message, int data, int end) {
    if (end - data < SUBNET_ADDRESS) {
      return false;
    }
    int family = Octets.get16(message, data);
    int bits = Octets.get8(message, data + 2);
    subnetAt = data;
    subnetLength = end - data;
    subnetBits = bits;
    subnetFamily = family == 1 ? 4 : family == 2 ? 16 : 0;
    int octets = (bits + 7) / 8;
    if (family > 2
        || octets > subnetFamily
        || message[data + 3] != 0
        || end - data != SUBNET_ADDRESS + octets) {
      return false;
    }
    int spare = 8 * octets - bits;
    return spare == 0 || (message[end - 1] & ((1 << spare) - 1)) == 0;
  }
}
