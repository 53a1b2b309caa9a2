package dev.understudy.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.control.ApiException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A DNS that hangs does not hang whoever subscribes; what is asked of it stays bounded. */
@Timeout(600)
class EndpointsTest {
  private static final String REFUSED =
      "Invalid parameter: Endpoint Reason: its address may not be connected to";
  private final CountDownLatch dns = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();

  @AfterEach
  void letGo() {
    dns.countDown();
  }

  /** Answers with a cloud's metadata address, when the latch lets it. */
  private InetAddress[] hang(String host) throws UnknownHostException {
    asked.incrementAndGet();
    try {
      dns.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (host.startsWith("unknown")) {
      throw new UnknownHostException(host);
    }
    return new InetAddress[] {InetAddress.ofLiteral("169.254.169.254")};
  }

  private Endpoints endpoints(Duration patience, int atOnceMax) {
    return new Endpoints(
        address -> !address.isLinkLocalAddress(), new Lookups(this::hang, patience, atOnceMax));
  }

  @Test
  void aNameWhoseDnsHangsIsTakenAndJudgedWhenSomethingIsSent() throws ApiException {
    assertThat(endpoints(Duration.ofMillis(20), 16).check(Protocol.HTTP, "http://slow.example/a"))
        .isEqualTo("http://slow.example/a");
    assertThat(asked).hasValue(1);
  }

  @Test
  void whereAllLookupsHangNoFurtherOneBegins() throws ApiException {
    Endpoints endpoints = endpoints(Duration.ofMillis(20), 2);
    for (int i = 0; i < 5; i++) {
      String url = "https://slow" + i + ".example/";
      assertThat(endpoints.check(Protocol.HTTPS, url)).isEqualTo(url);
    }
    assertThat(asked).hasValue(2);
    assertThatThrownBy(() -> endpoints.check(Protocol.HTTP, "http://169.254.169.254/"))
        .as("an address needs no DNS")
        .hasMessage(REFUSED);
    assertThatThrownBy(() -> endpoints.check(Protocol.HTTP, "http://[fe80::1]/"))
        .hasMessage(REFUSED);
  }

  @Test
  void whatResolvesToAForbiddenAddressIsRefused() throws ApiException {
    dns.countDown();
    Endpoints endpoints = endpoints(Duration.ofMinutes(5), 1);
    for (int i = 0; i < 3; i++) {
      assertThat(endpoints.check(Protocol.HTTP, "http://unknown.example/")).isNotEmpty();
      awaitFree(endpoints);
    }
  }

  /** A lookup is given back just after its answer: until then nothing is asked, all is taken. */
  private static void awaitFree(Endpoints endpoints) throws ApiException {
    boolean refused = false;
    while (!refused) {
      try {
        endpoints.check(Protocol.HTTP, "http://metadata.example/");
        Thread.onSpinWait();
      } catch (ApiException e) {
        assertThat(e).hasMessage(REFUSED);
        refused = true;
      }
    }
  }
}
