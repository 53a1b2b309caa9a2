package dev.understudy.differ;

import dev.understudy.differ.Delta.Kind;
import dev.understudy.differ.Reply.Item;
import java.util.Set;

/** When a difference is one that {@code differences.txt} explains; there is the reason. */
enum Rule {
  ANY_IS_ONE_RRSET {
    @Override
    boolean explains(Case both, Delta delta) {
      return both.question().type() == ANY
          && (both.whole().answer().stream().map(Item::type).distinct().count() == 1)
          && (RECORDS.contains(delta.kind()) || onlyTruncation(both, delta));
    }
  },
  OUR_TRUNCATION {
    @Override
    boolean explains(Case both, Delta delta) {
      return both.ours().truncated()
          && both.ours().answer().isEmpty()
          && both.tooLong()
          && (RECORDS.contains(delta.kind())
              || delta.kind() == Kind.RCODE
              || onlyTruncation(both, delta));
    }
  },
  THEIR_TRUNCATION {
    @Override
    boolean explains(Case both, Delta delta) {
      return both.theirs().truncated()
          && !both.ours().truncated()
          && (RECORDS.contains(delta.kind()) || onlyTruncation(both, delta));
    }
  },
  ROOM {
    @Override
    boolean explains(Case both, Delta delta) {
      Item item = delta.item();
      if (item == null) {
        return false;
      }
      return delta.kind() == Kind.OUR_ADDITIONAL
          ? both.noRoom(both.theirs(), both.ours(), item)
          : delta.kind() == Kind.THEIR_ADDITIONAL
              && !both.isInDomain(item)
              && both.noRoom(both.ours(), both.theirs(), item);
    }
  },
  APEX_NS {
    @Override
    boolean explains(Case both, Delta delta) {
      Item item = delta.item();
      if (item == null || both.ours().answer().isEmpty()) {
        return false;
      }
      return delta.kind() == Kind.THEIR_AUTHORITY
          ? item.type() == NS && both.served().isApex(item.owner())
          : delta.kind() == Kind.THEIR_ADDITIONAL
              && Case.names(both.theirs().authority(), item.owner(), NS);
    }
  },
  CHAIN_ACROSS_ZONES {
    @Override
    boolean explains(Case both, Delta delta) {
      return both.chainLeavesZone()
          && both.ours().answer().containsAll(both.theirs().answer())
          && (RECORDS.contains(delta.kind())
              || delta.kind() == Kind.RCODE
              || onlyTruncation(both, delta));
    }
  },
  CHAIN_LOOP {
    @Override
    boolean explains(Case both, Delta delta) {
      return both.chainLoops() && both.theirs().rcode() == 2 && delta.kind() == Kind.RCODE;
    }
  },
  CHAIN_LENGTH {
    @Override
    boolean explains(Case both, Delta delta) {
      return both.theirLinks() >= THEIR_LINKS_MAX
          && both.ours().answer().containsAll(both.theirs().answer())
          && (RECORDS.contains(delta.kind()) || delta.kind() == Kind.RCODE);
    }
  },
  HIDDEN_NAMES {
    @Override
    boolean explains(Case both, Delta delta) {
      return delta.kind() == Kind.RCODE
          && both.ours().rcode() == 3
          && both.theirs().rcode() == 0
          && both.served().hidden(both.lastName());
    }
  },
  SIBLING_GLUE {
    @Override
    boolean explains(Case both, Delta delta) {
      Item item = delta.item();
      return delta.kind() == Kind.OUR_ADDITIONAL
          && item != null
          && both.isReferral()
          && !both.isInDomain(item)
          && both.served().has(item.owner());
    }
  },
  MORE_HOSTS {
    @Override
    boolean explains(Case both, Delta delta) {
      Item item = delta.item();
      return delta.kind() == Kind.OUR_ADDITIONAL && item != null && both.isHost(item.owner());
    }
  },
  MANY_HOSTS {
    @Override
    boolean explains(Case both, Delta delta) {
      return delta.kind() == Kind.THEIR_ADDITIONAL && both.hosts() > OUR_HOSTS_MAX;
    }
  },
  THEIR_SERVICES {
    @Override
    boolean explains(Case both, Delta delta) {
      return delta.kind() == Kind.THEIR_ADDITIONAL && both.answers(SVCB, HTTPS);
    }
  },
  WILDCARD_HOSTS {
    @Override
    boolean explains(Case both, Delta delta) {
      Item item = delta.item();
      return delta.kind() == Kind.THEIR_ADDITIONAL
          && item != null
          && both.served().isWildcard(item.owner());
    }
  },
  CNAME_AND_DNSSEC_TYPES {
    @Override
    boolean explains(Case both, Delta delta) {
      int type = both.question().type();
      return (type == RRSIG || type == NSEC)
          && both.theirLinks() > 0
          && both.ours().answer().isEmpty()
          && (RECORDS.contains(delta.kind())
              || delta.kind() == Kind.RCODE
              || onlyTruncation(both, delta));
    }
  },
  HIDDEN_GLUE {
    @Override
    boolean explains(Case both, Delta delta) {
      Item item = delta.item();
      return delta.kind() == Kind.THEIR_ADDITIONAL
          && item != null
          && !both.isInDomain(item)
          && both.served().hidden(item.owner());
    }
  };

  private static final int NS = 2;
  private static final int RRSIG = 46;
  private static final int NSEC = 47;
  private static final int SVCB = 64;
  private static final int HTTPS = 65;
  private static final int ANY = 255;
  private static final int TC = 0x0200;

  /** CNAMEs that each of them follows at least. */
  private static final int THEIR_LINKS_MAX = 5;

  /** Hosts that Understudy looks up for one reply. */
  private static final int OUR_HOSTS_MAX = 16;

  private static final Set<Kind> RECORDS =
      Set.of(
          Kind.OUR_ANSWER,
          Kind.THEIR_ANSWER,
          Kind.OUR_AUTHORITY,
          Kind.THEIR_AUTHORITY,
          Kind.OUR_ADDITIONAL,
          Kind.THEIR_ADDITIONAL);

  /** Whether the rule says why this is so; whatever it does not explain is a fault. */
  abstract boolean explains(Case both, Delta delta);

  private static boolean onlyTruncation(Case both, Delta delta) {
    return delta.kind() == Kind.FLAGS && (both.ours().flags() ^ both.theirs().flags()) == TC;
  }
}
