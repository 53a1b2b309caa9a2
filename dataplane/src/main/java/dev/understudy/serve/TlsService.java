package dev.understudy.serve;

import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** What all TLS connections share: what they agree to, and what they compute with. */
final class TlsService {

  /** RFC 7858 names the protocol in IANA's table of ALPN identifiers. */
  private static final String PROTOCOL = "dot";

  static final String NEWEST = "TLSv1.3";

  /** RFC 9325, section 3.1.1. */
  private static final String[] VERSIONS = {NEWEST, "TLSv1.2"};

  private final TlsSettings settings;
  private final BlockingQueue<TlsDesk> desks;

  /** Handshakes leave half of the processors to those who are done with theirs. */
  private final Semaphore handshaking;

  TlsService(TlsSettings settings, int processors) {
    this.settings = settings;
    this.desks = new ArrayBlockingQueue<>(processors);
    for (int i = 0; i < processors; i++) {
      desks.add(new TlsDesk());
    }
    this.handshaking = new Semaphore(Math.max(1, processors / 2), true);
  }

  Line line(Socket socket) {
    return new TlsLine(socket, this);
  }

  TlsSettings settings() {
    return settings;
  }

  BlockingQueue<TlsDesk> desks() {
    return desks;
  }

  Semaphore handshaking() {
    return handshaking;
  }

  /** One side of a connection that begins now, with the certificate of now. */
  SSLEngine engine() {
    SSLEngine engine = settings.contexts().get().createSSLEngine();
    engine.setUseClientMode(false);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(VERSIONS);
    parameters.setCipherSuites(
        Arrays.stream(engine.getEnabledCipherSuites())
            .filter(TlsService::isRecommended)
            .toArray(String[]::new));
    parameters.setUseCipherSuitesOrder(true);
    parameters.setApplicationProtocols(new String[] {PROTOCOL});
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** Forward secrecy and authenticated encryption (RFC 9325, section 4.2). */
  private static boolean isRecommended(String suite) {
    boolean current = suite.startsWith("TLS_AES_") || suite.startsWith("TLS_CHACHA20_");
    boolean sealed = suite.contains("_GCM_") || suite.contains("_CHACHA20_");
    return current || (suite.startsWith("TLS_ECDHE_") && sealed);
  }
}
