package dev.understudy.propagation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.answer.CurrentEdition;
import dev.understudy.answer.Publisher;
import dev.understudy.control.AlarmDirectory;
import dev.understudy.control.ControlSettings;
import dev.understudy.control.NothingObserved;
import dev.understudy.control.Route53;
import dev.understudy.control.TestAnswers;
import dev.understudy.intent.IntentListener;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.ZoneSigning;
import dev.understudy.model.ChangeCidrCollectionRequest;
import dev.understudy.model.ChangeTagsForResourceRequest;
import dev.understudy.model.CidrCollectionChange;
import dev.understudy.model.CidrCollectionChangeAction;
import dev.understudy.model.CreateCidrCollectionRequest;
import dev.understudy.model.CreateCidrCollectionResponse;
import dev.understudy.model.CreateHealthCheckRequest;
import dev.understudy.model.CreateHealthCheckResponse;
import dev.understudy.model.CreateHostedZoneRequest;
import dev.understudy.model.CreateHostedZoneResponse;
import dev.understudy.model.CreateKeySigningKeyRequest;
import dev.understudy.model.EnableHostedZoneDNSSECRequest;
import dev.understudy.model.HealthCheckConfig;
import dev.understudy.model.HealthCheckType;
import dev.understudy.model.Tag;
import dev.understudy.model.TagResourceType;
import dev.understudy.store.Key;
import dev.understudy.store.SqliteStore;
import dev.understudy.store.Store;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.Value;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told in place of entries that cannot be read: the rest, always. */
class DamagedEntriesTest {
  private static final int ZONE = 0x10;
  private static final int CHECK = 0x11;
  private static final int TAGS = 0x12;
  private static final int COLLECTION = 0x13;
  private static final int KEYS = 0x14;
  private static final int RECORD_SET = 0x20;

  @TempDir Path folder;
  private final List<Mutation> told = new ArrayList<>();
  private final List<Long> applied = new ArrayList<>();
  private final Damage damage = new Damage();
  private Store store;
  private String signed;
  private String check;
  private String collection;

  @BeforeEach
  void open() throws Exception {
    store = SqliteStore.open(folder);
    var api =
        new Route53(
            store,
            new LocalRoster(),
            new NothingObserved(),
            _ -> new TestAnswers.Answer("NOERROR", List.of(), "UDP"),
            AlarmDirectory.NONE,
            InstantSource.system(),
            new Random(3),
            ControlSettings.DEFAULT);
    signed = zone(api, "signed.example");
    zone(api, "other.example");
    String arn = "arn:aws:kms:us-east-1:123456789012:key/1";
    api.handle(new CreateKeySigningKeyRequest("r", signed, arn, "first", "ACTIVE"));
    api.handle(new EnableHostedZoneDNSSECRequest(signed));
    var config =
        HealthCheckConfig.builder().type(HealthCheckType.TCP).ipAddress("192.0.2.1").port(80);
    check =
        ((CreateHealthCheckResponse) api.handle(new CreateHealthCheckRequest("r", config.build())))
            .healthCheck()
            .id();
    api.handle(
        new ChangeTagsForResourceRequest(
            TagResourceType.HEALTHCHECK,
            check,
            List.of(new Tag("understudy:interval", "100ms")),
            null));
    var created =
        (CreateCidrCollectionResponse) api.handle(new CreateCidrCollectionRequest("isp", "r"));
    collection = Objects.requireNonNull(Objects.requireNonNull(created.collection()).id());
    var block =
        new CidrCollectionChange("a", CidrCollectionChangeAction.PUT, List.of("192.0.2.0/24"));
    api.handle(new ChangeCidrCollectionRequest(collection, null, List.of(block)));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatIsDamagedAtTheStartIsLeftOutAndNothingElse() {
    List<Mutation> whole = start(entries());
    assertThat(whole).hasSize(9);
    assertThat(damage.items()).isEmpty();
    for (int space : new int[] {ZONE, CHECK, TAGS, COLLECTION, KEYS, RECORD_SET}) {
      List<Mutation> rest = start(spoilt(entries(), space));
      assertThat(damage.items()).as("space %x", space).isNotEmpty();
      assertThat(rest)
          .as("space %x", space)
          .containsAll(whole.stream().filter(each -> !concerns(each, space)).toList());
    }
  }

  @Test
  void whatIsDamagedLaterStaysAsItWasReadLast() {
    for (int space : new int[] {ZONE, CHECK, TAGS, COLLECTION, KEYS}) {
      var propagation = propagation();
      propagation.reset(7, entries());
      var whole = List.copyOf(told);
      told.clear();
      propagation.reset(7, spoilt(entries(), space));
      assertThat(told).as("space %x", space).containsExactlyInAnyOrderElementsOf(whole);
      assertThat(damage.items()).as("space %x", space).isNotEmpty();
      propagation.reset(8, entries());
      assertThat(damage.items()).as("mended").isEmpty();
      told.clear();
    }
  }

  @Test
  void aKeyWithOneWrongOctetNeverSigns() {
    Entry keys = entry(KEYS);
    byte[] octets = keys.value().octets();
    for (int i = 0; i < octets.length; i += 3) {
      byte[] wrong = octets.clone();
      wrong[i] ^= 1;
      List<Mutation> rest = start(with(entries(), keys.key(), wrong));
      if (damage.items().isEmpty()) { // of what nobody signs with
        assertThat(points(rest))
            .as("octet %d of %d", i, octets.length)
            .isEqualTo(points(start(entries())));
      } else {
        assertThat(rest).noneMatch(Mutation.PutZoneSigning.class::isInstance);
        assertThat(damage.items().getFirst().toString())
            .startsWith("keys of zone " + signed + ": ")
            .endsWith("; its answers are not signed");
      }
    }
  }

  @Test
  void aCommitThatCannotBeReadChangesNothingAndHoldsNothingUp() {
    Propagation propagation = propagation();
    propagation.reset(7, entries());
    told.clear();
    Entry keys = entry(KEYS);
    Entry set = entry(RECORD_SET);
    var junk = Value.of((byte) 99);
    propagation.committed(
        8,
        List.of(new Store.Mutation.Put(keys.key(), junk), new Store.Mutation.Put(set.key(), junk)));
    assertThat(told.stream().filter(each -> !(each instanceof Mutation.PutZoneSigning))).isEmpty();
    assertThat(signing(told)).isEqualTo(signing(start(entries())));
    assertThat(applied).containsSubsequence(7L, 8L);
    told.clear();
    propagation.committed(9, List.of(new Store.Mutation.Put(set.key(), set.value())));
    assertThat(told).singleElement().isInstanceOf(Mutation.PutRecordSet.class);
    propagation.committed(10, List.of(new Store.Mutation.Put(keys.key(), keys.value())));
    assertThat(damage.items()).as("written anew").isEmpty();
  }

  @Test
  void recordSetsWithoutTheirZoneAreNotAnswered() {
    List<Entry> orphans =
        entries().stream().filter(each -> !each.key().equals(entry(ZONE).key())).toList();
    assertThat(start(orphans)).noneMatch(each -> zoneOf(each).equals(signed)).hasSize(5);
    assertThat(damage.items()).extracting(Damage.Item::what).containsExactly("zone " + signed);
  }

  @Test
  void aListenerThatFailsAboutOneCheckHearsOfTheOthersAndHoldsNobodyUp() {
    var heard = new ArrayList<Mutation>();
    IntentListener fragile =
        new IntentListener() {
          @Override
          public void reset(long revision, Iterable<Mutation> everything) {
            everything.forEach(this::take);
          }

          @Override
          public void apply(long revision, List<Mutation> mutations) {
            mutations.forEach(this::take);
          }

          private void take(Mutation mutation) {
            if (mutation instanceof Mutation.PutCheck) {
              throw new IllegalStateException("made up");
            }
            heard.add(mutation);
          }
        };
    var propagation =
        new Propagation(List.of(fragile), listener(), List.of(fragile), applied::add, damage);
    propagation.reset(7, entries());
    Entry watched = entry(CHECK);
    propagation.committed(
        8,
        List.of(
            new Store.Mutation.Put(watched.key(), watched.value()),
            new Store.Mutation.Delete(Key.of("\u0011another"))));
    assertThat(heard).containsOnly(new Mutation.DeleteCheck("another"));
    assertThat(told).hasSize(11);
    assertThat(applied).containsExactly(7L, 8L);
    assertThat(damage.items())
        .extracting(Damage.Item::what)
        .containsExactly("health check " + check);
  }

  /** A new process over such a store. */
  private List<Mutation> start(List<Entry> entries) {
    told.clear();
    propagation().reset(7, entries);
    return List.copyOf(told);
  }

  /** Tells a publisher, which throws at whatever does not fit together, and takes notes. */
  private Propagation propagation() {
    return new Propagation(List.of(), listener(), List.of(), applied::add, damage);
  }

  private IntentListener listener() {
    var publisher = new Publisher(new CurrentEdition());
    return new IntentListener() {
      @Override
      public void reset(long revision, Iterable<Mutation> everything) {
        everything.forEach(told::add);
        publisher.reset(revision, List.copyOf(told));
      }

      @Override
      public void apply(long revision, List<Mutation> mutations) {
        told.addAll(mutations);
        publisher.apply(revision, mutations);
      }
    };
  }

  private List<Entry> entries() {
    return store.scan(Key.of(), null, 10_000);
  }

  private Entry entry(int space) {
    return first(entries(), space);
  }

  /** Of a zone, that of the one that is signed. */
  private Entry first(List<Entry> among, int space) {
    return among.stream()
        .filter(each -> space(each) == space)
        .filter(each ->
            (space != ZONE && space != RECORD_SET)
                || new String(each.key().octets(), ISO_8859_1).contains(signed))
        .findFirst()
        .orElseThrow();
  }

  private static int space(Entry entry) {
    return entry.key().octets()[0];
  }

  private List<Entry> spoilt(List<Entry> entries, int space) {
    return with(entries, first(entries, space).key(), new byte[] {99});
  }

  private static List<Entry> with(List<Entry> entries, Key key, byte[] octets) {
    return entries.stream()
        .map(each ->
            each.key().equals(key) ? new Entry(key, Value.of(octets), each.revision()) : each)
        .toList();
  }

  /** Whether the entry that is spoilt in a space is what it is about, or it cannot be without. */
  private boolean concerns(Mutation mutation, int space) {
    return switch (space) {
      case ZONE, RECORD_SET -> zoneOf(mutation).equals(signed);
      case CHECK, TAGS -> mutation instanceof Mutation.PutCheck;
      case COLLECTION -> mutation instanceof Mutation.PutCidrCollection;
      default -> mutation instanceof Mutation.PutZoneSigning;
    };
  }

  private static String zoneOf(Mutation mutation) {
    return switch (mutation) {
      case Mutation.PutZone put -> put.zone().id();
      case Mutation.PutRecordSet put -> put.zoneId();
      case Mutation.PutZoneSigning put -> put.zoneId();
      default -> "";
    };
  }

  /** What validators know of the keys. */
  private static List<String> points(List<Mutation> among) {
    ZoneSigning signing = signing(among);
    return Stream.concat(signing.keySigningKeys().stream(), signing.zoneSigningKeys().stream())
        .map(key -> Arrays.toString(key.point()))
        .toList();
  }

  private static ZoneSigning signing(List<Mutation> among) {
    return among.stream()
        .filter(Mutation.PutZoneSigning.class::isInstance)
        .map(each -> ((Mutation.PutZoneSigning) each).signing())
        .reduce((_, last) -> last)
        .orElseThrow();
  }

  private static String zone(Route53 api, String name) throws Exception {
    var request = CreateHostedZoneRequest.builder().name(name).callerReference(name).build();
    String id = ((CreateHostedZoneResponse) api.handle(request)).hostedZone().id();
    return id.replace("/hostedzone/", "");
  }
}
