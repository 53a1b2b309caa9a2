package dev.understudy.answer;

import dev.understudy.routing.Client;
import dev.understudy.wire.Names;
import dev.understudy.wire.Octets;
import dev.understudy.wire.RecordType;
import dev.understudy.wire.Reply;
import dev.understudy.wire.Reply.Section;
import dev.understudy.zone.Lookup;

/**
 * Appends the addresses of the hosts that NS, MX and SRV records name, as far as the zones served
 * know them and the reply has room (RFC 1034, section 4.3.2, step 6; RFC 2782). One object for each
 * serving thread.
 */
final class Additional {
  /** Any zone's addresses will do: glue may lie beside the zone that delegates. */
  static final int ANY_ZONE = -1;

  /** Hosts looked up for one reply. */
  private static final int HOSTS_MAX = 16;

  /** Octets kept for each, whole. */
  private static final int HOST_ROOM = 256;

  /** What precedes the data of a record whose owner is a pointer. */
  private static final int RECORD_HEAD_OCTETS = 12;

  private static final int NS = RecordType.NS.code();
  private static final int MX = RecordType.MX.code();
  private static final int SRV = RecordType.SRV.code();
  private static final int A = RecordType.A.code();
  private static final int AAAA = RecordType.AAAA.code();

  private final AnswerWriter answers;
  private final byte[] hosts = new byte[HOSTS_MAX * HOST_ROOM];
  private final int[] hostLengths = new int[HOSTS_MAX];

  Additional(AnswerWriter answers) {
    this.answers = answers;
  }

  /** Whether records of this type name hosts. */
  static boolean concerns(int type) {
    return type == NS || type == MX || type == SRV;
  }

  /**
   * Appends addresses for some records of the reply.
   *
   * @param zone the ordinal of the zone that must hold the addresses, or {@link #ANY_ZONE}
   * @param first where the first of the records starts
   * @param records how many there are, one after the other
   */
  void append(
      Reply reply,
      Edition edition,
      Client client,
      Lookup lookup,
      int zone,
      int type,
      int first,
      int records) {
    reply.section(Section.ADDITIONAL);
    byte[] octets = reply.octets();
    int known = 0;
    int at = first;
    for (int i = 0; i < records && known < HOSTS_MAX; i++) {
      int data = at + RECORD_HEAD_OCTETS;
      int end = data + Octets.get16(octets, at + RECORD_HEAD_OCTETS - 2);
      int host = data + fieldsBefore(type);
      int length = Names.expand(octets, host, end, hosts, known * HOST_ROOM);
      if (length > 0 && isNew(length, known)) {
        hostLengths[known] = length;
        appendAddresses(reply, edition, client, lookup, zone, host, known, A);
        appendAddresses(reply, edition, client, lookup, zone, host, known, AAAA);
        known++;
      }
      at = end;
    }
  }

  /**
   * @param host where it stands in the reply, perhaps compressed
   * @param number where it is kept whole
   */
  private void appendAddresses(
      Reply reply,
      Edition edition,
      Client client,
      Lookup lookup,
      int zone,
      int host,
      int number,
      int type) {
    int length = hostLengths[number];
    if (lookup.findLiteral(edition.tree(), hosts, number * HOST_ROOM, length, type)
        && (zone == ANY_ZONE || zone == lookup.zone())) {
      answers.write(reply, host, lookup.group(), edition.health(), client, null);
    }
  }

  /** Octets of preference, priority, weight and port before the host. */
  private static int fieldsBefore(int type) {
    if (type == MX) {
      return 2;
    }
    return type == SRV ? 6 : 0;
  }

  private boolean isNew(int length, int known) {
    int last = known * HOST_ROOM;
    for (int i = 0; i < known; i++) {
      if (hostLengths[i] == length
          && Names.equalFolded(hosts, i * HOST_ROOM, hosts, last, length)) {
        return false;
      }
    }
    return true;
  }
}
