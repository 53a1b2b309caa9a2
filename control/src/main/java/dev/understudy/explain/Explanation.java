package dev.understudy.explain;

import dev.understudy.intent.DomainName;
import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.HostedZone;
import dev.understudy.intent.Rdata;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.routing.ClientPlace;
import dev.understudy.routing.Policy;
import dev.understudy.routing.Score;
import dev.understudy.wire.RecordType;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a question is answered as it is: the reply, and every step that led to it, in order.
 *
 * @param rcode mnemonic, such as {@code NOERROR}
 * @param protocol {@code UDP}, or {@code TCP} where the reply did not fit UDP
 * @param answer the answer section, in order
 * @param authority the authority section: the SOA of a denial, the NS of a referral
 * @param revision of the edition that was asked
 * @param time when it was asked
 * @param assumed statuses that were supposed, by check id
 * @param steps the name asked for, then each that a CNAME led to; never empty
 * @param past what is to be said where it is an answer of the past; null for one of now
 */
public record Explanation(
    DomainName name,
    RecordType type,
    String rcode,
    String protocol,
    List<ResourceRecord> answer,
    List<ResourceRecord> authority,
    Client client,
    long revision,
    Instant time,
    Map<String, Boolean> assumed,
    List<Step> steps,
    @Nullable Past past) {
  public Explanation {
    answer = List.copyOf(answer);
    authority = List.copyOf(authority);
    assumed = Map.copyOf(assumed);
    steps = List.copyOf(steps);
  }

  /** Whether the answer section holds anything. */
  public boolean answers() {
    return !answer.isEmpty();
  }

  /** The same as an answer of the past; {@link #time} is when it was given. */
  public Explanation of(Past then) {
    return new Explanation(
        name, type, rcode, protocol, answer, authority, client, revision, time, assumed, steps,
        then);
  }

  /**
   * That an explanation was rebuilt from the record.
   *
   * @param notes what cannot be known or is not as it was then; one line each
   */
  public record Past(List<String> notes) {
    public Past {
      notes = List.copyOf(notes);
    }
  }

  /** One record of the reply. */
  public record ResourceRecord(DomainName name, RecordType type, int ttlSeconds, Rdata data) {}

  /**
   * Who asked.
   *
   * @param subnet what the resolver said of its client, or null
   * @param subnetTaken whether that counted; of resolvers not trusted it does not
   * @param scope leading bits of the client's network that the answer depended on; 0 if it would be
   *     the same for every client
   */
  public record Client(
      InetAddress resolver,
      @Nullable Network subnet,
      boolean subnetTaken,
      ClientPlace place,
      int scope) {}

  /**
   * One name looked up, and what came of it.
   *
   * @param shadowed other zones with the name of the one that answered, from which nobody is
   *     answered
   */
  public record Step(DomainName name, Finding finding, List<HostedZone> shadowed) {
    public Step {
      shadowed = List.copyOf(shadowed);
    }
  }

  /** What the zones say of a name. */
  public sealed interface Finding {
    /**
     * Record sets of the type asked for; {@code source} is the name or the wildcard that has them.
     */
    record Found(HostedZone zone, DomainName source, Group group) implements Finding {}

    /** A CNAME, which leads to the next step, unless that is a loop. */
    record Link(HostedZone zone, DomainName source, Group group) implements Finding {}

    /** The name lies at or below a zone cut: a referral. */
    record Delegated(HostedZone zone, DomainName cut, Group group) implements Finding {}

    /** The name exists, without record sets of this type. */
    record NoSuchType(HostedZone zone, DomainName source) implements Finding {}

    /** The name does not exist. */
    record NoSuchName(HostedZone zone) implements Finding {}

    /** No zone served holds the name. */
    record NotServed() implements Finding {}
  }

  /**
   * The record sets of one name and type, and which of them answers.
   *
   * @param candidates in the order in which the policy offered them, then those it did not offer;
   *     empty where the target of an alias does not exist
   * @param failedOpen whether none was healthy, so that all count as healthy
   * @param healthy whether it came to a healthy answer
   * @param omitted whether the tree was too large to tell more of
   */
  public record Group(
      DomainName name,
      RecordType type,
      Policy policy,
      List<Candidate> candidates,
      boolean failedOpen,
      boolean healthy,
      boolean omitted) {
    public Group {
      candidates = List.copyOf(candidates);
    }
  }

  /**
   * One resource record set.
   *
   * @param offered 1 for the one that the policy offered first, and so on; 0 if it never was
   * @param score what the policy made of it; null for policies that do not compare
   * @param draw the draw that picked it, or null
   * @param check the health check attached, or null
   * @param target of an alias; null otherwise
   * @param answers whether its records, or those it leads to, are in the reply
   */
  public record Candidate(
      ResourceRecordSet set,
      int offered,
      @Nullable Score score,
      @Nullable Draw draw,
      @Nullable Check check,
      @Nullable Target target,
      Fate fate,
      boolean answers) {}

  /**
   * A point drawn from 0 to below the sum of the weights in play (of their number, if all are 0).
   */
  public record Draw(int point, int sum) {}

  /** What became of a candidate within its group. */
  public enum Fate {
    /** Healthy, and first in the policy's order. */
    CHOSEN,
    /** Not healthy, nor is any other: it answers nevertheless. */
    LAST_RESORT,
    /** Its own health check is unhealthy. */
    UNHEALTHY_CHECK,
    /** It evaluates its target, and that is unhealthy. */
    UNHEALTHY_TARGET,
    /** Its target outside has no records, or nobody knows them yet. */
    NOTHING_TO_GIVE,
    /** Another one came first. */
    OTHER_FIRST,
    /** Not the client's area or network. */
    NOT_THIS_CLIENT,
    /** Weight 0, while others weigh more. */
    ZERO_WEIGHT,
    /** Chance picked others. */
    NOT_DRAWN,
    /** Nobody looked at it: the aliases lead too deep, or there were too many. */
    NOT_REACHED
  }

  /**
   * Where an alias leads.
   *
   * @param group what was found there; null if nobody looked, or there is nothing
   */
  public record Target(Where where, @Nullable Group group) {}

  /** Where the target of an alias is. */
  public enum Where {
    /** Among the names answered from here. */
    HERE,
    /** Outside, and its records were resolved. */
    OUTSIDE,
    /** Outside, where it has no records of this type. */
    OUTSIDE_WITHOUT_RECORDS,
    /** Outside, and it has not been resolved yet. */
    OUTSIDE_UNRESOLVED
  }

  /**
   * A health check as it counted for this answer.
   *
   * @param basis why it has this status
   * @param since when this process first gave it the status told; null if it is not the verdict
   * @param held for how long that is; null likewise
   * @param definition what is checked and how; null for a check that was deleted, which is healthy
   * @param verdict before inversion and disabling
   * @param checkers what each last said
   * @param children of a calculated check
   */
  public record Check(
      String id,
      boolean healthy,
      Basis basis,
      @Nullable Instant since,
      @Nullable Duration held,
      @Nullable HealthCheck definition,
      boolean verdict,
      List<Checker> checkers,
      List<Check> children) {
    public Check {
      checkers = List.copyOf(checkers);
      children = List.copyOf(children);
    }
  }

  /** Why a check has its status. */
  public enum Basis {
    /** It is the verdict in force. */
    VERDICT,
    /** It was assumed. */
    ASSUMED,
    /** It follows from what was assumed of others. */
    FOLLOWS
  }

  /**
   * What one checker says of a check.
   *
   * @param counted whether it has seen enough of the check as it is now
   * @param last text of its newest observation, or null before the first
   * @param lastFailure text of the newest that failed, or null
   */
  public record Checker(
      String name,
      String region,
      boolean healthy,
      boolean counted,
      @Nullable String last,
      @Nullable String lastFailure,
      @Nullable Instant lastFailureTime) {}
}
