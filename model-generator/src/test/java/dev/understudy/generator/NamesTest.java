package dev.understudy.generator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The naming rules written in the sign of {@code dev.understudy.model}. */
class NamesTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          Id,                  id
          TTL,                 ttl
          VPC,                 vpc
          VPCs,                vpcs
          VPCId,               vpcId
          DNSName,             dnsName
          IPAddress,           ipAddress
          AWSRegion,           awsRegion
          DSRecord,            dsRecord
          DNSKEYRecord,        dnskeyRecord
          EDNS0ClientSubnetIP, edns0ClientSubnetIP
          EnableSNI,           enableSNI
          NextDNSName,         nextDNSName
          ResolverIP,          resolverIP
          """)
  void memberBecomesComponent(String member, String component) {
    assertThat(Names.component(member)).isEqualTo(component);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          HTTP_STR_MATCH,                HTTP_STR_MATCH
          AAAA,                          AAAA
          LastKnownStatus,               LAST_KNOWN_STATUS
          healthcheck,                   HEALTHCHECK
          GetDNSSEC,                     GET_DNSSEC
          TestDNSAnswer,                 TEST_DNS_ANSWER
          ListHostedZonesByVPC,          LIST_HOSTED_ZONES_BY_VPC
          EnableHostedZoneDNSSEC,        ENABLE_HOSTED_ZONE_DNSSEC
          AssociateVPCWithHostedZone,    ASSOCIATE_VPC_WITH_HOSTED_ZONE
          """)
  void wordBecomesConstant(String word, String constant) {
    assertThat(Names.constant(word)).isEqualTo(constant);
  }
}
