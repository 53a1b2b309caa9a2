package dev.understudy.differ;

import dev.understudy.differ.Reply.Item;
import java.util.List;

/**
 * Two replies to one question.
 *
 * @param whole our reply to it over TCP
 */
record Case(Question question, Reply ours, Reply theirs, Reply whole, Served served) {
  private static final int NS = 2;
  private static final int CNAME = 5;
  private static final int MX = 15;
  private static final int SRV = 33;
  private static final int DS = 43;
  private static final int SVCB = 64;
  private static final int HTTPS = 65;

  /** Whether our reply over TCP is longer than one over the transport asked may be. */
  boolean tooLong() {
    return whole.length() > question.limit();
  }

  /** Whether our reply is about a zone that others serve. */
  boolean isReferral() {
    return !cut().isEmpty();
  }

  /** The owner of the NS that we refer to, or nothing. */
  String cut() {
    List<Item> authority = whole.authority();
    boolean referral = !authority.isEmpty() && authority.getFirst().type() == NS;
    return referral ? authority.getFirst().owner() : "";
  }

  /** Whether a record is an address that only the zone of the referral can tell elsewhere. */
  boolean isInDomain(Item glue) {
    return isReferral() && Served.isBelow(glue.owner(), cut());
  }

  /** Whether a CNAME of our answer leads from one of the zones to another. */
  boolean chainLeavesZone() {
    return ours.answer().stream()
        .filter(item -> item.type() == CNAME)
        .anyMatch(item ->
            !served.zoneOf(item.owner()).equals(served.zoneOf(item.data()))
                || (question.type() == DS && served.isApex(item.data())));
  }

  /** Whether the last CNAME of our answer leads to an earlier one. */
  boolean chainLoops() {
    return ours.answer().stream().allMatch(item -> item.type() == CNAME)
        && ours.answer().stream()
            .anyMatch(item -> item.owner().equals(ours.answer().getLast().data()));
  }

  /** How many CNAMEs their answer has. */
  int theirLinks() {
    return (int) theirs.answer().stream().filter(item -> item.type() == CNAME).count();
  }

  /** Whether the record's RRset would have made a reply too long. */
  boolean noRoom(Reply reply, Reply with, Item item) {
    int octets =
        with.additional().stream()
            .filter(each -> each.owner().equals(item.owner()) && each.type() == item.type())
            .mapToInt(each -> 10 + each.owner().length() + 1 + each.data().length() / 2)
            .sum();
    return !question.tcp() && reply.length() + octets > question.limit();
  }

  /** The name that the question comes to, by CNAMEs. */
  String lastName() {
    return ours.answer().stream()
        .filter(item -> item.type() == CNAME)
        .reduce((_, last) -> last)
        .map(Item::data)
        .orElseGet(() -> Reply.text(question.asked()));
  }

  /** How many hosts our answer names, or servers our referral. */
  long hosts() {
    return java.util.stream.Stream.concat(ours.answer().stream(), ours.authority().stream())
        .filter(item -> List.of(NS, MX, SRV, SVCB, HTTPS).contains(item.type()))
        .flatMap(item -> java.util.Arrays.stream(item.data().split(" ", -1)))
        .filter(word -> word.endsWith("."))
        .distinct()
        .count();
  }

  /** Whether our answer has records of one of these types. */
  boolean answers(Integer... types) {
    return ours.answer().stream().anyMatch(item -> List.of(types).contains(item.type()));
  }

  /** Whether a name that is there is a host of our answer, or a service at its own name. */
  boolean isHost(String name) {
    boolean own =
        ours.answer().stream()
            .filter(item -> item.type() == SVCB || item.type() == HTTPS)
            .anyMatch(item -> item.owner().equals(name) && item.data().contains(" . "));
    return served.has(name) && (own || names(ours.answer(), name, NS, MX, SRV, SVCB, HTTPS));
  }

  /** Whether a host is named by a record of these types in a section. */
  static boolean names(List<Item> section, String host, Integer... types) {
    return section.stream()
        .filter(item -> List.of(types).contains(item.type()))
        .anyMatch(item -> List.of(item.data().split(" ", -1)).contains(host));
  }
}
