package dev.understudy.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.serve.ConnectionQuota.Verdict;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionQuotaTest {

  private static final Duration TIME = Duration.ofSeconds(1);

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1,        192.0.2.1,            true",
    "192.0.2.1,        192.0.2.2,            false",
    "2001:db8:0:1::1,  2001:db8:0:1:ffff::2, true",
    "2001:db8:0:1::1,  2001:db8:0:2::1,      false",
    "::ffff:192.0.2.1, 192.0.2.1,            true"
  })
  void whoSharesAQuota(String one, String other, boolean shared) {
    var quota = new ConnectionQuota(new TcpLimits(TIME, TIME, TIME, 10, 1));
    assertThat(quota.admit(InetAddress.ofLiteral(one))).isEqualTo(Verdict.ADMITTED);
    assertThat(quota.admit(InetAddress.ofLiteral(other)))
        .isEqualTo(shared ? Verdict.CLIENT_HOLDS_ENOUGH : Verdict.ADMITTED);
  }

  @Test
  void theTotalIsBoundedWhoeverConnects() {
    var quota = new ConnectionQuota(new TcpLimits(TIME, TIME, TIME, 3, 3));
    for (int i = 1; i <= 3; i++) {
      assertThat(quota.admit(InetAddress.ofLiteral("192.0.2." + i))).isEqualTo(Verdict.ADMITTED);
    }
    assertThat(quota.admit(InetAddress.ofLiteral("192.0.2.9"))).isEqualTo(Verdict.FULL);
    quota.release(InetAddress.ofLiteral("192.0.2.2"));
    assertThat(quota.admit(InetAddress.ofLiteral("192.0.2.9"))).isEqualTo(Verdict.ADMITTED);
    assertThat(quota.total()).isEqualTo(3);
  }

  @Test
  void whoHasLeftIsForgotten() {
    var quota = new ConnectionQuota(new TcpLimits(TIME, TIME, TIME, 10, 2));
    InetAddress client = InetAddress.ofLiteral("192.0.2.1");
    for (int i = 0; i < 100; i++) {
      assertThat(quota.admit(client)).isEqualTo(Verdict.ADMITTED);
      assertThat(quota.admit(client)).isEqualTo(Verdict.ADMITTED);
      assertThat(quota.admit(client)).isEqualTo(Verdict.CLIENT_HOLDS_ENOUGH);
      quota.release(client);
      quota.release(client);
    }
    assertThat(quota.total()).isZero();
    assertThat(quota.networks()).isZero();
  }
}
