package dev.understudy.differ;

import dev.understudy.intent.DomainName;
import dev.understudy.intent.Rdata;
import dev.understudy.wire.RecordType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Asks for names that are there, beside, above and below; mostly for types that are there. */
final class QuestionMaker {
  private static final int ANY = 255;

  /** HINFO, RP, LOC, DNAME, NSEC, DNSKEY, RRSIG, one for private use, and one of no meaning. */
  private static final int[] FOREIGN = {13, 17, 29, 39, 46, 47, 48, 65_280, 4242};

  private static final int[] SIZES = {512, 700, 1000, 1232, 1232, 4096};
  private static final List<String> LABELS = List.of("a", "b", "www", "nope", "*", "_tcp", "ns1");

  private final Random random;
  private final List<Zone> zones;

  QuestionMaker(Random random, List<Zone> zones) {
    this.random = random;
    this.zones = zones;
  }

  Question next() {
    Zone zone = zones.get(random.nextInt(zones.size()));
    List<DomainName> names = zone.names();
    DomainName there = names.get(random.nextInt(names.size()));
    DomainName name =
        switch (random.nextInt(10)) {
          case 0 -> ZoneMaker.name(LABELS.get(random.nextInt(LABELS.size())), there);
          case 1 -> ZoneMaker.name("x", ZoneMaker.name("y", there));
          case 2 -> there.equals(zone.apex()) ? there : there.parent();
          case 3 -> ZoneMaker.name(LABELS.get(random.nextInt(LABELS.size())), zone.apex());
          default -> there;
        };
    if (random.nextInt(200) == 0) {
      name = DomainName.ofWire(new byte[] {4, 'n', 'o', 'n', 'e', 0});
    }
    boolean edns = random.nextBoolean();
    return new Question(
        Rdata.of(cased(name.wire())),
        type(zone.types(there)),
        random.nextInt(3) == 0,
        edns ? SIZES[random.nextInt(SIZES.length)] : 0,
        edns && random.nextInt(3) == 0);
  }

  private int type(List<RecordType> there) {
    RecordType[] all = RecordType.values();
    return switch (random.nextInt(20)) {
      case 0 -> ANY;
      case 1 -> FOREIGN[random.nextInt(FOREIGN.length)];
      case 2, 3, 4 -> all[random.nextInt(all.length)].code();
      case 5, 6 -> RecordType.A.code();
      case 7 -> RecordType.NS.code();
      default ->
          there.isEmpty() ? RecordType.A.code() : there.get(random.nextInt(there.size())).code();
    };
  }

  /** Every name of a zone, over UDP and TCP, and one below it, with every type. */
  static List<Question> all(Zone zone) {
    var questions = new ArrayList<Question>();
    for (DomainName name : zone.names()) {
      for (RecordType type : RecordType.values()) {
        questions.add(new Question(Rdata.of(name.wire()), type.code(), false, 0, false));
        questions.add(new Question(Rdata.of(name.wire()), type.code(), true, 0, false));
        byte[] below = ZoneMaker.name("below", name).wire();
        questions.add(new Question(Rdata.of(below), type.code(), true, 1232, true));
      }
    }
    return questions;
  }

  /** Some letters in capitals; length octets are no letters. */
  private byte[] cased(byte[] name) {
    if (random.nextInt(3) == 0) {
      for (int i = 0; i < name.length; i++) {
        if (name[i] >= 'a' && name[i] <= 'z' && random.nextBoolean()) {
          name[i] = (byte) (name[i] - 32);
        }
      }
    }
    return name;
  }
}
