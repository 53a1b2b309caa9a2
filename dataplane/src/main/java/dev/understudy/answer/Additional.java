package dev.understudy.answer;

import dev.understudy.routing.Client;
import dev.understudy.wire.Names;
import dev.understudy.wire.Octets;
import dev.understudy.wire.RecordType;
import dev.understudy.wire.Reply;
import dev.understudy.wire.Reply.Section;
import dev.understudy.zone.Lookup;

/**
 * Appends the addresses of the hosts that NS, MX, SRV, SVCB and HTTPS records name, as far as the
 * zones served know them and the reply has room (RFC 1034, section 4.3.2, step 6; RFC 2782; RFC
 * 9460, section 4.1). One object for each serving thread.
 */
final class Additional {
  /** Any zone's addresses will do: glue may lie beside the zone that delegates. */
  private static final int ANY_ZONE = -1;

  /** Hosts looked up for one reply. */
  private static final int HOSTS_MAX = 16;

  /** Octets kept for each, whole. */
  private static final int HOST_ROOM = 256;

  /** What precedes the data of a record whose owner is a pointer. */
  private static final int RECORD_HEAD_OCTETS = 12;

  private static final int POINTER_MAX = 0x3fff;

  private static final int NS = RecordType.NS.code();
  private static final int MX = RecordType.MX.code();
  private static final int SRV = RecordType.SRV.code();
  private static final int SVCB = RecordType.SVCB.code();
  private static final int HTTPS = RecordType.HTTPS.code();
  private static final int A = RecordType.A.code();
  private static final int AAAA = RecordType.AAAA.code();

  private final AnswerWriter answers;
  private final byte[] hosts = new byte[HOSTS_MAX * HOST_ROOM];
  private final int[] hostLengths = new int[HOSTS_MAX];
  private final byte[] apart = new byte[HOST_ROOM];
  private int apartLength;

  Additional(AnswerWriter answers) {
    this.answers = answers;
  }

  /** Whether records of this type name hosts. */
  static boolean concerns(int type) {
    return type == NS || type == MX || type == SRV || isService(type);
  }

  private static boolean isService(int type) {
    return type == SVCB || type == HTTPS;
  }

  /**
   * Appends addresses for some records of the reply, and for SVCB and HTTPS what has their type at
   * their targets.
   *
   * @param zone the ordinal of the zone that must hold what is appended
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
    if (isService(type)) {
      expandApart(octets, Octets.get16(octets, first) & POINTER_MAX, first);
    }
    for (int i = 0; i < records && known < HOSTS_MAX; i++) {
      int data = at + RECORD_HEAD_OCTETS;
      int end = data + Octets.get16(octets, data - 2);
      int host = isService(type) ? target(octets, at) : data + fieldsBefore(type);
      if (host >= 0 && keep(octets, host, end, known)) {
        appendAddresses(reply, edition, client, lookup, zone, host, known);
        if (isService(type) && !isApart(known)) {
          appendSet(reply, edition, client, lookup, zone, host, known, type);
        }
        known++;
      }
      at = end;
    }
  }

  /**
   * Appends the addresses of the servers of a cut: first of those at or below it, which nobody can
   * learn elsewhere (RFC 9471, section 2.1), then of others, from any zone, while there is room.
   *
   * @param cutAt where the name of the cut stands, perhaps as a pointer
   * @param first where the first of its NS starts
   * @param records how many there are, one after the other
   * @return whether all of the former are there
   */
  boolean appendGlue(
      Reply reply,
      Edition edition,
      Client client,
      Lookup lookup,
      int cutAt,
      int first,
      int records) {
    reply.section(Section.ADDITIONAL);
    expandApart(reply.octets(), cutAt, first);
    int inDomain = glue(reply, edition, client, lookup, first, records, true, 0);
    if (inDomain < 0) {
      return false;
    }
    glue(reply, edition, client, lookup, first, records, false, inDomain);
    return true;
  }

  /**
   * Appends what is known of the servers on one side of the cut.
   *
   * @param known hosts kept before
   * @return hosts kept now, or -1 if one inside has no room
   */
  private int glue(
      Reply reply,
      Edition edition,
      Client client,
      Lookup lookup,
      int first,
      int records,
      boolean inside,
      int known) {
    byte[] octets = reply.octets();
    int at = first;
    int next = known;
    for (int i = 0; i < records; i++) {
      int host = at + RECORD_HEAD_OCTETS;
      int end = host + Octets.get16(octets, host - 2);
      // Those inside are never left out: past the last place they take it in turn.
      int place = inside ? Math.min(next, HOSTS_MAX - 1) : next;
      if (place < HOSTS_MAX && keep(octets, host, end, place) && isInside(place) == inside) {
        boolean fits = appendAddresses(reply, edition, client, lookup, ANY_ZONE, host, place);
        if (inside && !fits) {
          return -1;
        }
        next = place + 1;
      }
      at = end;
    }
    return next;
  }

  /** Keeps a host in its place; false if it is none or was there before. */
  private boolean keep(byte[] octets, int host, int end, int place) {
    int hostEnd = Names.skip(octets, host, end);
    int length = hostEnd < 0 ? -1 : Names.expand(octets, host, hostEnd, hosts, place * HOST_ROOM);
    hostLengths[place] = length;
    return length > 0 && isNew(length, place);
  }

  /** Keeps the name that hosts are compared with: the cut, or the owner of services. */
  private void expandApart(byte[] octets, int at, int limit) {
    int end = Names.skip(octets, at, limit);
    apartLength = end < 0 ? 0 : Names.expand(octets, at, end, apart, 0);
  }

  private boolean isApart(int place) {
    int length = hostLengths[place];
    return length == apartLength && Names.equalFolded(hosts, place * HOST_ROOM, apart, 0, length);
  }

  /** Whether a host is the cut or below it. */
  private boolean isInside(int place) {
    int at = place * HOST_ROOM;
    int left = hostLengths[place];
    while (left > apartLength) {
      int label = 1 + hosts[at];
      at += label;
      left -= label;
    }
    return left == apartLength && Names.equalFolded(hosts, at, apart, 0, left);
  }

  /**
   * Where the name stands that a service is found at, or -1 if it is nowhere: "." is the owner in
   * ServiceMode (RFC 9460, section 2.5.2), and nothing in AliasMode (section 2.5.1).
   */
  private static int target(byte[] octets, int at) {
    int priority = at + RECORD_HEAD_OCTETS;
    int target = priority + 2;
    if (octets[target] != 0) {
      return target;
    }
    return Octets.get16(octets, priority) == 0 ? -1 : Octets.get16(octets, at) & POINTER_MAX;
  }

  private boolean appendAddresses(
      Reply reply, Edition edition, Client client, Lookup lookup, int zone, int host, int number) {
    boolean four = appendSet(reply, edition, client, lookup, zone, host, number, A);
    boolean six = appendSet(reply, edition, client, lookup, zone, host, number, AAAA);
    return four && six;
  }

  /**
   * Appends one RRset, if there is one.
   *
   * @param host where its owner stands in the reply, perhaps compressed
   * @param number where it is kept whole
   * @return false if there is no room for it
   */
  private boolean appendSet(
      Reply reply,
      Edition edition,
      Client client,
      Lookup lookup,
      int zone,
      int host,
      int number,
      int type) {
    int length = hostLengths[number];
    return !lookup.findLiteral(edition.tree(), hosts, number * HOST_ROOM, length, type)
        || (zone != ANY_ZONE && zone != lookup.zone())
        || answers.write(reply, host, lookup.group(), edition.health(), client, null)
            != AnswerWriter.Written.NO_ROOM;
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
