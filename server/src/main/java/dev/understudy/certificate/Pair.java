package dev.understudy.certificate;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate, the chain above it, and its key, which fit together. */
record Pair(List<X509Certificate> chain, PrivateKey key) {

  /** How long a session may be taken up again, and how many are remembered for it. */
  private static final int SESSION_SECONDS = 3_600;

  private static final int SESSIONS_MAX = 10_000;

  Pair {
    chain = List.copyOf(chain);
  }

  /** Reads both files; whatever is wrong with them is the exception's one line. */
  static Pair read(Path certificateFile, Path keyFile, Instant now)
      throws UnusableCertificateException {
    PemFile file = PemFile.read(certificateFile);
    List<X509Certificate> chain = file.certificates();
    PrivateKey key = PemFile.read(keyFile).key();
    X509Certificate own = chain.getFirst();
    if (!belong(key, own.getPublicKey())) {
      throw new UnusableCertificateException(
          keyFile + ": not the key of the first certificate in " + certificateFile);
    }
    if (now.isAfter(own.getNotAfter().toInstant())) {
      throw file.unusable("expired at " + own.getNotAfter().toInstant());
    }
    if (now.isBefore(own.getNotBefore().toInstant())) {
      throw file.unusable("not valid before " + own.getNotBefore().toInstant());
    }
    for (int i = 1; i < chain.size(); i++) {
      if (!chain
          .get(i - 1)
          .getIssuerX500Principal()
          .equals(chain.get(i).getSubjectX500Principal())) {
        throw file.unusable(
            "certificate " + i + " was not issued by the one after it; the server's goes first");
      }
    }
    return new Pair(chain, key);
  }

  /** Whether what the key signs is verified by the certificate. */
  private static boolean belong(PrivateKey key, PublicKey certified) {
    byte[] probe = {1, 2, 3};
    try {
      Signature signature = Signature.getInstance(scheme(key));
      signature.initSign(key);
      signature.update(probe);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(probe);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false; // of different algorithms
    }
  }

  private static String scheme(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> "EdDSA";
    };
  }

  Shown shown(Instant loaded) {
    X509Certificate own = chain.getFirst();
    return new Shown(
        own.getSubjectX500Principal().getName(), own.getNotAfter().toInstant(), loaded);
  }

  /** For servers that show the pair. Sessions begun with another pair are not taken up again. */
  SSLContext context() throws UnusableCertificateException {
    try {
      char[] password = new char[0];
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(null, password);
      keys.setKeyEntry("own", key, password, chain.toArray(new X509Certificate[0]));
      var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, new SecureRandom());
      context.getServerSessionContext().setSessionTimeout(SESSION_SECONDS);
      context.getServerSessionContext().setSessionCacheSize(SESSIONS_MAX);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new UnusableCertificateException("the JDK cannot use the pair: " + e.getMessage(), e);
    }
  }
}
