package dev.understudy.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.HostedZoneNotEmptyException;
import software.amazon.awssdk.services.route53.model.KeySigningKey;
import software.amazon.awssdk.services.route53.model.KeySigningKeyInUseException;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;

/** A zone signed by the SDK, and verified from the DS record down with dnsjava. */
class DnssecTest {
  private static final Name APEX = Name.fromConstantString("example.com.");

  /** Worked examples 69 and 70 of the specification, and what comes before and after. */
  @Test
  void aZoneIsSignedAnsweredFromVerifiedAcrossARestartAndUnsigned(@TempDir Path data)
      throws Exception {
    try (Product product = new Product(data).start();
        Route53Client route53 = product.route53()) {
      String zone =
          route53
              .createHostedZone(request -> request.name("example.com").callerReference("signed"))
              .hostedZone()
              .id()
              .replace("/hostedzone/", "");
      put(route53, zone, "www.example.com", 2_000_000L);
      KeySigningKey key =
          route53
              .createKeySigningKey(request ->
                  request
                      .hostedZoneId(zone)
                      .name("first")
                      .callerReference("first")
                      .keyManagementServiceArn("arn:aws:kms:us-east-1:111122223333:key/first")
                      .status("ACTIVE"))
              .keySigningKey();
      String change =
          route53.enableHostedZoneDNSSEC(request -> request.hostedZoneId(zone)).changeInfo().id();
      InSync.await(route53, change);

      List<DNSKEYRecord> keys = trusted(product, key.dsRecord());
      example69(product, keys);
      example70(product, keys);
      assertThat(product.resolver().ask("nope.example.com.", Type.A).getRcode())
          .isEqualTo(Rcode.NXDOMAIN);

      assertThat(route53.getDNSSEC(r -> r.hostedZoneId(zone)).status().serveSignature())
          .isEqualTo("SIGNING");
      assertThatThrownBy(
              () -> route53.deactivateKeySigningKey(r -> r.hostedZoneId(zone).name("first")))
          .isInstanceOf(KeySigningKeyInUseException.class);
      assertThatThrownBy(() -> route53.deleteHostedZone(r -> r.id(zone)))
          .isInstanceOf(HostedZoneNotEmptyException.class);

      product.kill();
      product.start();
      assertThat(trusted(product, key.dsRecord())).isEqualTo(keys);
      example69(product, keys);
      assertThat(Files.getPosixFilePermissions(data.resolve("store.db")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));

      String off =
          route53.disableHostedZoneDNSSEC(request -> request.hostedZoneId(zone)).changeInfo().id();
      InSync.await(route53, off);
      assertThat(ask(product, "nope.example.com.", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
      route53.deactivateKeySigningKey(r -> r.hostedZoneId(zone).name("first"));
      route53.deleteKeySigningKey(r -> r.hostedZoneId(zone).name("first"));
      assertThat(route53.getDNSSEC(r -> r.hostedZoneId(zone)).keySigningKeys()).isEmpty();
      assertThat(product.log()).doesNotContain("PRIVATE", "arn:aws:kms");
    }
  }

  private static void example69(Product product, List<DNSKEYRecord> keys) throws Exception {
    Message reply = ask(product, "www.example.com.", Type.A);
    RRset addresses = reply.getSectionRRsets(Section.ANSWER).getFirst();
    assertThat(addresses.getTTL()).isEqualTo(604_800);
    verify(addresses, keys);
  }

  private static void example70(Product product, List<DNSKEYRecord> keys) throws Exception {
    Message reply = ask(product, "nope.example.com.", Type.A);
    assertThat(reply.getRcode()).isEqualTo(Rcode.NOERROR);
    assertThat(reply.getSection(Section.ANSWER)).isEmpty();
    for (RRset set : reply.getSectionRRsets(Section.AUTHORITY)) {
      verify(set, keys);
    }
    NSECRecord nsec =
        reply.getSection(Section.AUTHORITY).stream()
            .filter(NSECRecord.class::isInstance)
            .map(NSECRecord.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(nsec.getName()).isEqualTo(Name.fromConstantString("nope.example.com."));
    assertThat(nsec.getNext()).isEqualTo(Name.fromConstantString("\\000.nope.example.com."));
    assertThat(nsec.getTypes()).containsExactly(Type.RRSIG, Type.NSEC, Type.NXNAME);
  }

  /** The zone's keys, if the one that the DS record names is among them and has signed them. */
  private static List<DNSKEYRecord> trusted(Product product, String ds) throws Exception {
    RRset set =
        ask(product, "example.com.", Type.DNSKEY).getSectionRRsets(Section.ANSWER).getFirst();
    List<DNSKEYRecord> keys = set.rrs(false).stream().map(DNSKEYRecord.class::cast).toList();
    List<DNSKEYRecord> entry =
        keys.stream()
            .filter(key -> new DSRecord(APEX, DClass.IN, 60, 2, key).rdataToString().equals(ds))
            .toList();
    assertThat(entry).hasSize(1);
    verify(set, entry);
    return keys;
  }

  private static void verify(RRset set, List<DNSKEYRecord> keys) throws Exception {
    assertThat(set.sigs()).isNotEmpty();
    for (RRSIGRecord signature : set.sigs()) {
      DNSKEYRecord key =
          keys.stream()
              .filter(each -> each.getFootprint() == signature.getFootprint())
              .findFirst()
              .orElseThrow();
      DNSSEC.verify(set, signature, key, Instant.now());
    }
  }

  private static Message ask(Product product, String name, int type) throws IOException {
    Message query = Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
    query.addRecord(new OPTRecord(1232, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
    return product.resolver().ask(query, false);
  }

  private static void put(Route53Client route53, String zone, String name, long ttl) {
    route53.changeResourceRecordSets(request ->
        request
            .hostedZoneId(zone)
            .changeBatch(batch ->
                batch.changes(
                    Change.builder()
                        .action(ChangeAction.CREATE)
                        .resourceRecordSet(set ->
                            set.name(name)
                                .type(RRType.A)
                                .ttl(ttl)
                                .resourceRecords(
                                    ResourceRecord.builder().value("192.0.2.1").build(),
                                    ResourceRecord.builder().value("192.0.2.2").build()))
                        .build())));
  }
}
