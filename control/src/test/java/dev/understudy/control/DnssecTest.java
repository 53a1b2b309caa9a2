package dev.understudy.control;

import static dev.understudy.control.ApiFixture.creating;
import static dev.understudy.control.ApiFixture.set;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.control.StoredIntent.OfZoneKeys;
import dev.understudy.control.ZoneKeys.Role;
import dev.understudy.intent.ZoneSigning;
import dev.understudy.model.ActivateKeySigningKeyRequest;
import dev.understudy.model.CreateHostedZoneRequest;
import dev.understudy.model.CreateHostedZoneResponse;
import dev.understudy.model.CreateKeySigningKeyRequest;
import dev.understudy.model.CreateKeySigningKeyResponse;
import dev.understudy.model.DeactivateKeySigningKeyRequest;
import dev.understudy.model.DeleteHostedZoneRequest;
import dev.understudy.model.DeleteKeySigningKeyRequest;
import dev.understudy.model.DisableHostedZoneDNSSECRequest;
import dev.understudy.model.EnableHostedZoneDNSSECRequest;
import dev.understudy.model.GetChangeRequest;
import dev.understudy.model.GetChangeResponse;
import dev.understudy.model.GetDNSSECRequest;
import dev.understudy.model.GetDNSSECResponse;
import dev.understudy.model.RRType;
import dev.understudy.model.Request;
import dev.understudy.model.VPC;
import dev.understudy.store.Key;
import dev.understudy.store.Store.Entry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Route 53 API Reference, DNSSEC operations: errors, statuses, and what is kept. */
class DnssecTest {
  private static final String ARN = "arn:aws:kms:us-east-1:111122223333:key/";

  @TempDir Path folder;
  private ApiFixture api;
  private String zone;

  @BeforeEach
  void open() throws Exception {
    api = new ApiFixture(folder);
    zone = api.zone("example.com");
  }

  @AfterEach
  void close() {
    api.close();
  }

  private CreateKeySigningKeyRequest creation(String name, String status) {
    return new CreateKeySigningKeyRequest(api.reference(), zone, ARN + name, name, status);
  }

  private CreateKeySigningKeyResponse create(String name, String status) throws ApiException {
    return (CreateKeySigningKeyResponse) api.api.handle(creation(name, status));
  }

  private GetDNSSECResponse get() throws ApiException {
    return (GetDNSSECResponse) api.api.handle(new GetDNSSECRequest(zone));
  }

  private String state() throws ApiException {
    GetDNSSECResponse state = get();
    var text = new StringBuilder(requireNonNull(state.status().serveSignature()));
    state
        .keySigningKeys()
        .forEach(k -> text.append(' ').append(k.name()).append('=').append(k.status()));
    return text.toString();
  }

  private @Nullable ZoneSigning signing() {
    Key key = Keys.zoneKeys(zone);
    Entry entry = api.store.get(key);
    return ((OfZoneKeys) StoredIntent.read(key, entry == null ? null : entry.value())).signing();
  }

  @Test
  void aKeyIsShownWithAllThatARegistrarWants() throws Exception {
    CreateKeySigningKeyResponse made = create("first", "ACTIVE");
    var key = made.keySigningKey();
    assertThat(made.location()).isEqualTo("/2013-04-01/keysigningkey/" + zone + "/first");
    assertThat(key.name()).isEqualTo("first");
    assertThat(key.kmsArn()).isEqualTo(ARN + "first");
    assertThat(key.flag()).isEqualTo(257);
    assertThat(key.signingAlgorithmMnemonic()).isEqualTo("ECDSAP256SHA256");
    assertThat(key.signingAlgorithmType()).isEqualTo(13);
    assertThat(key.digestAlgorithmMnemonic()).isEqualTo("SHA-256");
    assertThat(key.digestAlgorithmType()).isEqualTo(2);
    assertThat(key.digestValue()).matches("[0-9A-F]{64}");
    assertThat(key.dnskeyRecord()).isEqualTo("257 3 13 " + key.publicKey());
    assertThat(key.dsRecord()).isEqualTo(key.keyTag() + " 13 2 " + key.digestValue());
    assertThat(key.status()).isEqualTo("ACTIVE");
    assertThat(key.createdDate()).isEqualTo(ApiFixture.START);
    assertThat(key.lastModifiedDate()).isEqualTo(ApiFixture.START);
    assertThat(get().keySigningKeys()).containsExactly(key);
    var change = (GetChangeResponse) api.api.handle(new GetChangeRequest(made.changeInfo().id()));
    assertThat(change.changeInfo().status()).hasToString("INSYNC");
  }

  /** The digest is that of an independent reader of the DNSKEY record. */
  @Test
  void theDsRecordNamesTheKey() throws Exception {
    var key = create("first", "ACTIVE").keySigningKey();
    var owner = org.xbill.DNS.Name.fromConstantString("example.com.");
    var record =
        (org.xbill.DNS.DNSKEYRecord)
            org.xbill.DNS.Record.fromString(
                owner,
                org.xbill.DNS.Type.DNSKEY,
                org.xbill.DNS.DClass.IN,
                60,
                requireNonNull(key.dnskeyRecord()),
                owner);
    var ds = new org.xbill.DNS.DSRecord(owner, org.xbill.DNS.DClass.IN, 60, 2, record);
    assertThat(ds.rdataToString()).isEqualTo(key.dsRecord());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # name | arn | status | refusal
          a b    | arn:aws:kms:us-east-1:1:key/x | ACTIVE | InvalidKeySigningKeyName: The key-signing key (KSK) name that you specified isn't a valid name.
          a-b    | arn:aws:kms:us-east-1:1:key/x | ACTIVE | InvalidKeySigningKeyName: The key-signing key (KSK) name that you specified isn't a valid name.
          abc    | arn:aws:s3:::bucket           | ACTIVE | InvalidKMSArn: The KeyManagementServiceArn that you specified isn't valid to use with DNSSEC signing.
          abc    | mykey                         | ACTIVE | InvalidKMSArn: The KeyManagementServiceArn that you specified isn't valid to use with DNSSEC signing.
          abc    | arn:aws:kms:us-east-1:1:key/x | ALIVE  | InvalidKeySigningKeyStatus: The key-signing key (KSK) status isn't valid or another KSK has the status INTERNAL_FAILURE.
          """)
  void wrongInputIsRefusedInRoute53sWords(String name, String arn, String status, String refusal)
      throws Exception {
    assertThat(
            api.refusal(new CreateKeySigningKeyRequest(api.reference(), zone, arn, name, status)))
        .isEqualTo(refusal);
    assertThat(state()).isEqualTo("NOT_SIGNING");
  }

  @Test
  void namesAndArnsOfAZoneAreUniqueAndThereAreTwoAtMost() throws Exception {
    create("one", "ACTIVE");
    String twice =
        "KeySigningKeyAlreadyExists: You've already created a key-signing key (KSK) with this name"
            + " or with the same customer managed key ARN.";
    assertThat(api.refusal(creation("one", "INACTIVE"))).isEqualTo(twice);
    assertThat(
            api.refusal(
                new CreateKeySigningKeyRequest(
                    api.reference(), zone, ARN + "one", "two", "ACTIVE")))
        .isEqualTo(twice);
    create("two", "INACTIVE");
    assertThat(api.refusal(creation("three", "ACTIVE"))).startsWith("TooManyKeySigningKeys: ");
    assertThat(state()).isEqualTo("NOT_SIGNING one=ACTIVE two=INACTIVE");
  }

  @Test
  void signingNeedsAnActiveKeyAndKeepsOne() throws Exception {
    Request enable = new EnableHostedZoneDNSSECRequest(zone);
    Request disable = new DisableHostedZoneDNSSECRequest(zone);
    String none =
        "KeySigningKeyWithActiveStatusNotFound: Hosted zone with ID '"
            + zone
            + "' does not have a Key Signing Key in ACTIVE status.";
    assertThat(api.refusal(enable)).isEqualTo(none);
    assertThat(api.refusal(disable))
        .isEqualTo("DNSSECNotFound: The hosted zone doesn't have any DNSSEC resources.");
    create("one", "INACTIVE");
    assertThat(api.refusal(enable)).isEqualTo(none);
    api.api.handle(new ActivateKeySigningKeyRequest(zone, "one"));
    assertThat(signing()).isNull();
    api.api.handle(enable);
    assertThat(state()).isEqualTo("SIGNING one=ACTIVE");
    assertThat(requireNonNull(signing()).keySigningKeys()).hasSize(1);

    assertThat(api.refusal(new DeactivateKeySigningKeyRequest(zone, "one")))
        .startsWith("KeySigningKeyInUse: ");
    create("two", "ACTIVE");
    assertThat(requireNonNull(signing()).keySigningKeys()).hasSize(2);
    api.api.handle(new DeactivateKeySigningKeyRequest(zone, "one"));
    assertThat(requireNonNull(signing()).keySigningKeys()).hasSize(1);
    assertThat(api.refusal(new DeleteKeySigningKeyRequest(zone, "two")))
        .isEqualTo(
            "InvalidKeySigningKeyStatus: Key Signing Key with name two cannot be deleted because"
                + " current status is not INACTIVE.");
    api.api.handle(new DeleteKeySigningKeyRequest(zone, "one"));
    api.api.handle(disable);
    assertThat(state()).isEqualTo("NOT_SIGNING two=ACTIVE");
    assertThat(signing()).isNull();
  }

  /** Caches may still hold the key set of before. */
  @Test
  void theZoneSigningKeySurvivesAPauseButNotTheLastKey() throws Exception {
    create("one", "ACTIVE");
    api.api.handle(new EnableHostedZoneDNSSECRequest(zone));
    var before = requireNonNull(signing()).zoneSigningKeys();
    api.api.handle(new DisableHostedZoneDNSSECRequest(zone));
    api.api.handle(new EnableHostedZoneDNSSECRequest(zone));
    assertThat(requireNonNull(signing()).zoneSigningKeys()).isEqualTo(before);
    api.api.handle(new DisableHostedZoneDNSSECRequest(zone));
    api.api.handle(new DeactivateKeySigningKeyRequest(zone, "one"));
    api.api.handle(new DeleteKeySigningKeyRequest(zone, "one"));
    assertThat(api.store.get(Keys.zoneKeys(zone))).isNull();
  }

  @Test
  void unknownKeysAndZonesAreRefused() throws Exception {
    String noKey = "NoSuchKeySigningKey: The specified key-signing key (KSK) doesn't exist.";
    for (String id : List.of(zone, "ZNONE")) {
      assertThat(api.refusal(new ActivateKeySigningKeyRequest(id, "abc"))).isEqualTo(noKey);
      assertThat(api.refusal(new DeactivateKeySigningKeyRequest(id, "abc"))).isEqualTo(noKey);
      assertThat(api.refusal(new DeleteKeySigningKeyRequest(id, "abc"))).isEqualTo(noKey);
    }
    String noZone = "NoSuchHostedZone: No hosted zone found with ID: ZNONE";
    assertThat(api.refusal(new GetDNSSECRequest("ZNONE"))).isEqualTo(noZone);
    assertThat(api.refusal(new EnableHostedZoneDNSSECRequest("ZNONE"))).isEqualTo(noZone);
    assertThat(api.refusal(new DisableHostedZoneDNSSECRequest("ZNONE"))).isEqualTo(noZone);
    assertThat(
            api.refusal(new CreateKeySigningKeyRequest("ref", "ZNONE", ARN + "x", "abc", "ACTIVE")))
        .isEqualTo(noZone);
  }

  @Test
  void privateZonesAreNotSigned() throws Exception {
    var request =
        CreateHostedZoneRequest.builder()
            .name("inside.example")
            .callerReference("private")
            .vpc(new VPC("us-east-1", "vpc-1"))
            .build();
    String id =
        Zones.bareId(
            requireNonNull(((CreateHostedZoneResponse) api.api.handle(request)).hostedZone().id()));
    String refusal = "InvalidArgument: Operation is unsupported for private hosted zones.";
    assertThat(api.refusal(new GetDNSSECRequest(id))).isEqualTo(refusal);
    assertThat(api.refusal(new EnableHostedZoneDNSSECRequest(id))).isEqualTo(refusal);
    assertThat(api.refusal(new CreateKeySigningKeyRequest("ref", id, ARN + "x", "abc", "ACTIVE")))
        .isEqualTo(refusal);
  }

  @Test
  void aZoneWithKeysIsNotDeleted() throws Exception {
    create("one", "INACTIVE");
    assertThat(api.refusal(new DeleteHostedZoneRequest(zone)))
        .isEqualTo(
            "HostedZoneNotEmpty: The specified hosted zone contains DNSSEC Key Signing Keys and so"
                + " cannot be deleted.");
    api.api.handle(new DeleteKeySigningKeyRequest(zone, "one"));
    assertThat(api.refusal(new DeleteHostedZoneRequest(zone))).isEmpty();
  }

  @Test
  void aKeyThatAHostedParentNamesStays() throws Exception {
    String parent = api.zone("com");
    String ds = requireNonNull(create("one", "ACTIVE").keySigningKey().dsRecord());
    create("two", "ACTIVE");
    api.api.handle(new EnableHostedZoneDNSSECRequest(zone));
    api.change(
        parent,
        creating(set("example.com", RRType.NS, "ns.example.net")),
        creating(set("example.com", RRType.DS, ds)));
    String refusal =
        "KeySigningKeyInParentDSRecord: The key-signing key (KSK) is specified in a parent DS"
            + " record.";
    assertThat(api.refusal(new DeactivateKeySigningKeyRequest(zone, "one"))).isEqualTo(refusal);
    assertThat(api.refusal(new DisableHostedZoneDNSSECRequest(zone))).isEqualTo(refusal);
    assertThat(api.refusal(new DeactivateKeySigningKeyRequest(zone, "two"))).isEmpty();
  }

  @Test
  void zoneSigningKeysGiveWayToNewOnesByTheClock() throws Exception {
    create("one", "ACTIVE");
    api.api.handle(new EnableHostedZoneDNSSECRequest(zone));
    var first = requireNonNull(signing()).zoneSigningKeys().getFirst();
    api.api.maintain();
    assertThat(requireNonNull(signing()).zoneSigningKeys()).containsExactly(first);
    api.now = api.now.plus(Duration.ofDays(12));
    api.api.maintain();
    assertThat(requireNonNull(signing()).zoneSigningKeys()).hasSize(2).first().isEqualTo(first);
    api.now = api.now.plus(Duration.ofDays(2));
    api.api.maintain();
    assertThat(requireNonNull(signing()).zoneSigningKeys()).hasSize(2).last().isEqualTo(first);
    api.now = api.now.plus(Duration.ofDays(8));
    api.api.maintain();
    assertThat(requireNonNull(signing()).zoneSigningKeys()).hasSize(1).doesNotContain(first);
  }

  @Test
  void keysAreReadBackAsTheyWereWrittenAndSpeltNowhere() throws Exception {
    create("one", "ACTIVE");
    api.api.handle(new EnableHostedZoneDNSSECRequest(zone));
    Entry entry = requireNonNull(api.store.get(Keys.zoneKeys(zone)));
    ZoneKeys keys = ZoneKeysCodec.read(entry.value().octets());
    assertThat(ZoneKeysCodec.write(keys)).isEqualTo(entry.value());
    assertThat(keys.zoneSigningKeys().getFirst().role()).isEqualTo(Role.SIGNING);
    byte[] secret = keys.keySigningKeys().getFirst().key().privateKey();
    String hex = java.util.HexFormat.of().formatHex(secret, secret.length - 32, secret.length);
    assertThat(keys.toString() + signing() + get()).doesNotContain(hex);
  }
}
