package dev.understudy.answer;

import dev.understudy.dnssec.Signer;
import dev.understudy.metrics.QueryCount;
import dev.understudy.metrics.QueryCounts;
import dev.understudy.routing.Client;
import dev.understudy.wire.Names;
import dev.understudy.wire.Octets;
import dev.understudy.wire.Query;
import dev.understudy.wire.QueryOptions;
import dev.understudy.wire.QueryType;
import dev.understudy.wire.Rcode;
import dev.understudy.wire.RecordType;
import dev.understudy.wire.Reply;
import dev.understudy.wire.Reply.Section;
import dev.understudy.zone.Group;
import dev.understudy.zone.Lookup;
import dev.understudy.zone.Outcome;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Answers queries. One for each serving thread: it holds that thread's scratch space, and {@link
 * #respond} allocates nothing, locks nothing and throws nothing, but where it signs.
 */
public final class Responder {
  /** Returned by {@link #respond} when nothing must be sent. */
  public static final int DROP = 0;

  /** CNAMEs followed for one answer. */
  static final int CHAIN_MAX = 16;

  /**
   * How long caches may keep that a target outside has no records: it is asked for again by then,
   * and its records would not be kept for longer either (routing.md, section 5.1).
   */
  private static final int DENIED_OUTSIDE_SECONDS_MAX = 60;

  /** Octets kept for each name of a chain. */
  private static final int CHAIN_ROOM = 256;

  /** Finer than this no network is told apart (RFC 7871, section 11.1). */
  private static final int SCOPE_MAX_IPV4 = 24;

  private static final int SCOPE_MAX_IPV6 = 48;

  private final CurrentEdition current;
  private final QueryCounts counts;
  private final AnswerSettings settings;
  private final Query query = new Query();
  private final Reply reply = new Reply();
  private final Lookup lookup = new Lookup();
  private final Client client = new Client();
  private final AnswerWriter answers;
  private final Additional additional;
  private final Signing signing;
  private final EdnsWriter edns;
  private final @Nullable AnswerWitness witness;
  private final @Nullable Outline outline;

  /** The names of a chain of CNAMEs, whole: in the reply they may be compressed. */
  private final byte[] chain = new byte[(CHAIN_MAX + 1) * CHAIN_ROOM];

  private final int[] chainLengths = new int[CHAIN_MAX + 1];

  private Transport transport = Transport.UDP;

  /** The client subnet that the reply must speak of: octets of its family, 0 without one. */
  private int subnetOctets;

  private int subnetBits;

  /**
   * A responder for one thread.
   *
   * @param counts this thread's row
   * @param random this thread's source of draws; must not allocate or lock
   */
  public Responder(
      CurrentEdition current, QueryCounts counts, RandomGenerator random, AnswerSettings settings) {
    this(current, counts, random, settings, null);
  }

  /**
   * A responder that tells what it does; for explanation, never for serving.
   *
   * @param witness told of each query answered, or null
   */
  public Responder(
      CurrentEdition current,
      QueryCounts counts,
      RandomGenerator random,
      AnswerSettings settings,
      @Nullable AnswerWitness witness) {
    this(current, counts, random, settings, witness, () -> System.currentTimeMillis() / 1_000);
  }

  /**
   * As above, with signatures and cookies made by a clock of one's own.
   *
   * @param epochSeconds the wall clock
   */
  public Responder(
      CurrentEdition current,
      QueryCounts counts,
      RandomGenerator random,
      AnswerSettings settings,
      @Nullable AnswerWitness witness,
      LongSupplier epochSeconds) {
    this(current, counts, random, settings, witness, epochSeconds, null);
  }

  /**
   * As above, with an outline of each answer.
   *
   * @param outline told what was found, for those who limit or record replies; or null
   */
  public Responder(
      CurrentEdition current,
      QueryCounts counts,
      RandomGenerator random,
      AnswerSettings settings,
      @Nullable AnswerWitness witness,
      LongSupplier epochSeconds,
      @Nullable Outline outline) {
    this.current = current;
    this.counts = counts;
    this.settings = settings;
    this.answers = new AnswerWriter(random);
    this.additional = new Additional(answers);
    this.signing = new Signing(new Signer(epochSeconds));
    this.edns = new EdnsWriter(query, settings, counts, epochSeconds);
    this.witness = witness;
    this.outline = outline;
  }

  /**
   * Reads the query in {@code request[0..length)} and writes the reply to {@code response}.
   *
   * @param clientAddress the source address, 4 or 16 octets from index 0
   * @param response at least 512 octets; at least 65535 for TCP
   * @return the reply's length in octets, or {@link #DROP}
   */
  public int respond(
      byte[] request,
      int length,
      Transport transport,
      byte[] clientAddress,
      int clientAddressLength,
      byte[] response) {
    this.transport = transport;
    this.subnetOctets = 0;
    this.subnetBits = 0;
    Query.Reading reading = query.read(request, length);
    switch (reading) {
      case TOO_SHORT -> {
        counts.add(QueryCount.DROPPED_SHORT);
        return DROP;
      }
      case RESPONSE -> {
        counts.add(QueryCount.DROPPED_RESPONSE);
        return DROP;
      }
      case MALFORMED, OTHER_OPCODE, NO_QUESTION -> {
        // What was not understood is not sent back, unless there is OPT to speak of.
        if (!query.edns()) {
          reply.begin(request, Query.NAME_AT, false, response, edns.limitOctets(transport));
          return end(reading == Query.Reading.OTHER_OPCODE ? Rcode.NOTIMP : Rcode.FORMERR);
        }
      }
      case OTHER_VERSION, MALFORMED_EDNS, OTHER_CLASS, WELL_FORMED -> {}
    }
    reply.begin(request, query.questionEnd(), query.edns(), response, edns.limitOctets(transport));
    if (query.edns()) {
      counts.add(QueryCount.FEATURE_EDNS);
      if (query.dnssecOk()) {
        reply.dnssecOk();
      }
      if (query.options().any()
          && !edns.answer(request, transport, clientAddress, clientAddressLength, reply)) {
        return end(Rcode.FORMERR);
      }
    }
    signing.begin(query.dnssecOk());
    if (reading != Query.Reading.WELL_FORMED) {
      return refuse(reading);
    }
    if (query.type() == QueryType.AXFR || query.type() == QueryType.IXFR) {
      return end(Rcode.REFUSED, ExtendedError.NOT_SUPPORTED);
    }
    if (query.type() == QueryType.NXNAME) {
      return end(Rcode.FORMERR, ExtendedError.INVALID_QUERY_TYPE);
    }
    Edition edition = current.get();
    client.at(clientAddress, clientAddressLength, edition.geography());
    if (query.options().clientSubnetAt() != 0 && client.isIn(settings.clientSubnetsFrom())) {
      takeClientSubnet(request, query.options());
    }
    if (witness != null) {
      witness.asked(edition, client, subnetBits > 0);
    }
    return answer(edition, client);
  }

  /**
   * Whether the source address of the last query is surely its client's: it came over a connection,
   * or with a server cookie of ours. What limits the rate of replies need not count it.
   */
  public boolean clientProven() {
    return transport.isConnection() || edns.cookieIsGood();
  }

  /**
   * Takes the records out of the reply to the last query and sets TC, so that the client asks again
   * over a connection. Only after {@link #respond} made one.
   *
   * @return the reply's new length in octets
   */
  public int truncate() {
    reply.truncate();
    return reply.end(Rcode.NOERROR, settings.udpLimitOctets());
  }

  /** Ends the reply to a query that asks no zone. */
  private int refuse(Query.Reading reading) {
    return switch (reading) {
      case NO_QUESTION -> end(edns.rcodeWithoutQuestion());
      case OTHER_OPCODE -> end(Rcode.NOTIMP, ExtendedError.NOT_SUPPORTED);
      case OTHER_VERSION -> end(Rcode.BADVERS);
      case MALFORMED_EDNS -> end(Rcode.FORMERR);
      case OTHER_CLASS -> end(Rcode.REFUSED, ExtendedError.NOT_SUPPORTED);
      case TOO_SHORT, RESPONSE, MALFORMED, WELL_FORMED ->
          throw new IllegalStateException("answered elsewhere: " + reading);
    };
  }

  /** A network of no bits is nobody's: then the source stands for the client, unnoted. */
  private void takeClientSubnet(byte[] request, QueryOptions options) {
    int at = options.clientSubnetAt();
    subnetOctets = options.clientSubnetFamilyOctets();
    subnetBits = options.clientSubnetBits();
    reply.clientSubnet(request, at, options.clientSubnetLengthOctets());
    if (subnetBits > 0) {
      client.in(request, at + QueryOptions.SUBNET_ADDRESS, subnetOctets, subnetBits);
    }
  }

  /** Looks the question up, and every CNAME that the answer leads to. */
  private int answer(Edition edition, Client from) {
    int ownerAt = Query.NAME_AT;
    int ownerLength = query.nameLengthOctets();
    int links = 0;
    while (true) {
      Outcome outcome = find(edition, ownerAt, ownerLength, links);
      if (outcome != Outcome.CNAME) {
        return end(outcome, edition, ownerAt, ownerLength, links, from);
      }
      int first = reply.position();
      compress(ownerAt, ownerLength);
      AnswerWriter.Written written = write(ownerAt, lookup.group(), edition, from);
      if (written != AnswerWriter.Written.WHOLE) {
        return endWithout(written, ownerAt, ownerLength);
      }
      if (links == 0) {
        System.arraycopy(reply.octets(), ownerAt, chain, 0, ownerLength);
        chainLengths[0] = ownerLength;
      }
      links++;
      ownerAt = answers.firstDataAt();
      ownerLength = targetLength(links, ownerAt);
      if (!signing.seal(reply, first)) {
        return endTruncated();
      }
      if (ownerLength < 0 || links == CHAIN_MAX || isLoop(links)) {
        return end(Rcode.NOERROR);
      }
    }
  }

  /** One lookup; the first one decides what is counted and whether the reply has authority. */
  private Outcome find(Edition edition, int ownerAt, int ownerLength, int links) {
    int type = query.type();
    Outcome outcome =
        links == 0
            ? lookup.find(edition.tree(), reply.octets(), ownerAt, ownerLength, type)
            : lookup.find(edition.tree(), chain, links * CHAIN_ROOM, ownerLength, type);
    signing.found(lookup, outcome, ownerLength);
    if (links == 0) {
      QueryCount count =
          signing.answers(outcome, type)
              ? QueryCount.ANSWER_SIMPLE
              : AnswerCount.of(outcome, lookup.group(), type);
      counts.addQuestion(count, type);
      if (outline != null) {
        outline.found(count, outcome, lookup, ownerLength);
      }
      if (outcome != Outcome.REFERRAL && outcome != Outcome.NOT_OURS) {
        reply.authoritative();
      }
    } else if (links == 1) {
      counts.add(QueryCount.FEATURE_CNAME);
    }
    if (lookup.wildcard()) {
      counts.add(QueryCount.FEATURE_WILDCARD);
    }
    if (witness != null) {
      witness.found(outcome, lookup);
    }
    return outcome;
  }

  private int end(
      Outcome outcome, Edition edition, int ownerAt, int ownerLength, int links, Client from) {
    if (signing.answers(outcome, query.type())) {
      int ttl = denialTtl(lookup.atApex(RecordType.SOA));
      return signing.answer(reply, query.type(), ownerAt, ttl)
          ? end(Rcode.NOERROR)
          : endTruncated();
    }
    return switch (outcome) {
      case RRSET, ALIAS -> endWithRrset(edition, ownerAt, ownerLength, from);
      case NODATA, CNAME -> endWithSoa(Rcode.NOERROR, ownerAt, ownerLength);
      case NXDOMAIN -> endWithSoa(Rcode.NXDOMAIN, ownerAt, ownerLength);
      case REFERRAL -> endWithReferral(edition, ownerAt, ownerLength, from);
      case NOT_OURS ->
          links == 0 ? end(Rcode.REFUSED, ExtendedError.NOT_AUTHORITATIVE) : end(Rcode.NOERROR);
    };
  }

  /** The RRset that should be here was not written. */
  private int endWithout(AnswerWriter.Written written, int ownerAt, int ownerLength) {
    return switch (written) {
      case NO_ROOM -> endTruncated();
      case TOO_DEEP -> endFailed(ExtendedError.TOO_DEEP);
      case UNRESOLVED -> endUnresolved();
      case NOTHING, WHOLE -> endWithSoa(Rcode.NOERROR, ownerAt, ownerLength);
      case NOTHING_OUTSIDE ->
          endWithSoa(Rcode.NOERROR, ownerAt, ownerLength, DENIED_OUTSIDE_SECONDS_MAX);
    };
  }

  private AnswerWriter.Written write(int ownerAt, Group group, Edition edition, Client from) {
    AnswerWriter.Written written =
        answers.write(reply, ownerAt, group, edition.health(), from, witness);
    if (answers.wentThroughAlias()) {
      counts.add(QueryCount.FEATURE_ALIAS);
    }
    if (answers.failedOpen()) {
      counts.add(QueryCount.FEATURE_FAIL_OPEN);
    }
    return written;
  }

  private int endWithRrset(Edition edition, int ownerAt, int ownerLength, Client from) {
    Group group = lookup.group();
    int first = reply.position();
    int before = reply.count();
    if (Reply.compresses(group.type())) {
      compress(ownerAt, ownerLength);
    }
    AnswerWriter.Written rrset = write(ownerAt, group, edition, from);
    if (rrset != AnswerWriter.Written.WHOLE) {
      return endWithout(rrset, ownerAt, ownerLength);
    }
    int type = group.type();
    int written = reply.count() - before;
    if (!signing.seal(reply, first)) {
      return endTruncated();
    }
    if (settings.fullAnswers()) {
      appendApexNs(ownerAt, ownerLength);
    }
    if (Additional.concerns(type) && !signing.signs()) {
      int behind = reply.position();
      additional.append(reply, edition, from, lookup, lookup.zone(), type, first, written);
      signing.cap(reply, behind);
    }
    return end(Rcode.NOERROR);
  }

  /** RFC 2308, sections 2 and 3, and RFC 9077: the lower of the SOA's TTL and its last field. */
  private static int denialTtl(Group soa) {
    if (soa.count() == 0 || soa.isAlias(0)) {
      return 0;
    }
    int value = soa.firstValue(0);
    int end = value + 2 + Octets.get16(soa.octets(), value);
    long minimum = Octets.get32(soa.octets(), end - 4) & 0xffff_ffffL;
    return (int) Math.min(soa.ttl(0), minimum);
  }

  /** A name that does not exist is denied to validators as a name without types (RFC 9824). */
  private int endWithSoa(int rcode, int ownerAt, int ownerLength) {
    return endWithSoa(rcode, ownerAt, ownerLength, Integer.MAX_VALUE);
  }

  private int endWithSoa(int rcode, int ownerAt, int ownerLength, int ttlMax) {
    Group soa = lookup.atApex(RecordType.SOA);
    if (soa.count() == 0 || soa.isAlias(0)) {
      return end(rcode);
    }
    byte[] octets = soa.octets();
    int value = soa.firstValue(0);
    int length = Octets.get16(octets, value);
    int ttl = Math.min(denialTtl(soa), ttlMax);
    reply.section(Section.AUTHORITY);
    int apexAt = apexAt(ownerAt, ownerLength);
    compress(ownerAt, ownerLength);
    int first = reply.position();
    if (reply.record(apexAt, soa.type(), ttl, octets, value + 2, length) < 0
        || !signing.sealSoa(reply, first)
        || !signing.prove(reply, ownerAt, query.type(), ttl)) {
      return endTruncated();
    }
    return end(signing.signs() ? Rcode.NOERROR : rcode);
  }

  private int endWithReferral(Edition edition, int ownerAt, int ownerLength, Client from) {
    reply.section(Section.AUTHORITY);
    int first = reply.position();
    int cutAt = partAt(ownerAt, lookup.cutAt());
    compress(ownerAt, ownerLength);
    switch (write(cutAt, lookup.group(), edition, from)) {
      case NO_ROOM -> {
        return endTruncated();
      }
      case TOO_DEEP -> {
        return endFailed(ExtendedError.TOO_DEEP);
      }
      case UNRESOLVED -> {
        return endUnresolved();
      }
      case WHOLE, NOTHING, NOTHING_OUTSIDE -> {}
    }
    int written = reply.count();
    signing.cap(reply, first);
    if (signing.signs() && !appendDs(edition, cutAt, from)) {
      return endTruncated();
    }
    int behind = reply.position();
    if (!additional.appendGlue(reply, edition, from, lookup, cutAt, first, written)
        && !transport.isConnection()) {
      return endTruncated();
    }
    signing.cap(reply, behind);
    return end(Rcode.NOERROR);
  }

  /** RFC 4035, section 3.1.4: with what the zone below is signed, or the proof that it is not. */
  private boolean appendDs(Edition edition, int cutAt, Client from) {
    byte[] octets = reply.octets();
    int length = Names.end(octets, cutAt, reply.position()) - cutAt;
    int type = RecordType.DS.code();
    Outcome outcome = lookup.find(edition.tree(), octets, cutAt, length, type);
    signing.found(lookup, outcome, length);
    int first = reply.position();
    return switch (outcome) {
      case RRSET, ALIAS ->
          answers.write(reply, cutAt, lookup.group(), edition.health(), from, null)
                  == AnswerWriter.Written.WHOLE
              && signing.seal(reply, first);
      case NODATA, NXDOMAIN, CNAME, REFERRAL, NOT_OURS ->
          signing.prove(reply, cutAt, type, denialTtl(lookup.atApex(RecordType.SOA)));
    };
  }

  /** As Route 53 does (Developer Guide, "DNS behavior"); left out where it does not fit. */
  private void appendApexNs(int ownerAt, int ownerLength) {
    Group servers = lookup.atApex(RecordType.NS);
    if (servers.count() != 1 || servers.isAlias(0)) {
      return;
    }
    int apexAt = apexAt(ownerAt, ownerLength);
    compress(ownerAt, ownerLength);
    reply.section(Section.AUTHORITY);
    int first = reply.position();
    if (answers.writeSimple(reply, apexAt, servers) == AnswerWriter.Written.WHOLE
        && !signing.seal(reply, first)) {
      reply.rollBack(first, 0);
    }
  }

  /** Where the part of an owner that follows its first octets stands in the reply. */
  private int partAt(int ownerAt, int octetsBefore) {
    return ownerAt == Query.NAME_AT
        ? ownerAt + octetsBefore
        : Names.rest(reply.octets(), ownerAt, octetsBefore);
  }

  /** Where the name of the zone that answered stands in the reply. */
  private int apexAt(int ownerAt, int ownerLength) {
    return partAt(ownerAt, ownerLength - lookup.zoneNameLengthOctets());
  }

  /** Signatures are made from what the reply says, and want its names whole. */
  private void compress(int ownerAt, int ownerLength) {
    if (!query.dnssecOk()) {
      reply.compressTo(apexAt(ownerAt, ownerLength), lookup.zoneName());
    }
  }

  /** Keeps the name at {@code at}, which ends the reply so far; its length, or -1 if it is none. */
  private int targetLength(int links, int at) {
    int room = links * CHAIN_ROOM;
    chainLengths[links] = Names.expand(reply.octets(), at, reply.position(), chain, room);
    return chainLengths[links];
  }

  /** Whether the chain has come back to a name it has been at. */
  private boolean isLoop(int links) {
    int length = chainLengths[links];
    for (int i = 0; i < links; i++) {
      if (chainLengths[i] == length
          && Names.equalFolded(chain, i * CHAIN_ROOM, chain, links * CHAIN_ROOM, length)) {
        return true;
      }
    }
    return false;
  }

  /** Over UDP the client asks again over TCP; what does not fit there fits nowhere. */
  private int endTruncated() {
    if (transport.isConnection()) {
      return endFailed(ExtendedError.TOO_LONG);
    }
    counts.add(QueryCount.FEATURE_TRUNCATED);
    reply.truncate();
    return end(Rcode.NOERROR);
  }

  /** A denial would be kept by caches; a failure makes the client ask again (RFC 2308, 7.1). */
  private int endUnresolved() {
    counts.add(QueryCount.FEATURE_UNRESOLVED);
    return endFailed(ExtendedError.UNRESOLVED);
  }

  private int endFailed(ExtendedError why) {
    reply.clear();
    return end(Rcode.SERVFAIL, why);
  }

  private int end(int rcode, ExtendedError why) {
    why.tell(reply);
    return end(rcode);
  }

  private int end(int rcode) {
    counts.add(
        switch (rcode) {
          case Rcode.NOERROR -> QueryCount.RESPONSES_NOERROR;
          case Rcode.FORMERR -> QueryCount.RESPONSES_FORMERR;
          case Rcode.SERVFAIL -> QueryCount.RESPONSES_SERVFAIL;
          case Rcode.NXDOMAIN -> QueryCount.RESPONSES_NXDOMAIN;
          case Rcode.NOTIMP -> QueryCount.RESPONSES_NOTIMP;
          case Rcode.BADVERS -> QueryCount.RESPONSES_BADVERS;
          case Rcode.BADCOOKIE -> QueryCount.RESPONSES_BADCOOKIE;
          default -> QueryCount.RESPONSES_REFUSED;
        });
    if (subnetBits > 0) {
      reply.scope(subnetScope());
    }
    if (witness != null) {
      witness.ended(rcode, subnetBits > 0 ? subnetScope() : client.scope());
    }
    return reply.end(rcode, settings.udpLimitOctets());
  }

  private int subnetScope() {
    return Math.min(client.scope(), subnetOctets == 4 ? SCOPE_MAX_IPV4 : SCOPE_MAX_IPV6);
  }
}
