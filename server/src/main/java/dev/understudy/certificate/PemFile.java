package dev.understudy.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of PEM blocks (RFC 7468), at most 256 KiB; what is between the blocks is passed over. */
final class PemFile {

  private static final int LENGTH_MAX_OCTETS = 262_144;
  private static final int CHAIN_MAX = 10;
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]{0,200000})-----END \\1-----");

  /** A label, and what is under it in base64. */
  private record Block(String label, String text) {}

  private final Path file;
  private final List<Block> blocks = new ArrayList<>();

  private PemFile(Path file) {
    this.file = file;
  }

  static PemFile read(Path file) throws UnusableCertificateException {
    var read = new PemFile(file);
    Matcher block = BLOCK.matcher(read.text());
    while (block.find()) {
      read.blocks.add(new Block(block.group(1), block.group(2)));
    }
    return read;
  }

  private String text() throws UnusableCertificateException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] octets = in.readNBytes(LENGTH_MAX_OCTETS + 1);
      if (octets.length > LENGTH_MAX_OCTETS) {
        throw unusable("longer than " + LENGTH_MAX_OCTETS + " octets");
      }
      return new String(octets, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw unusable("no such file", e);
    } catch (IOException e) {
      throw unusable("cannot be read: " + e.getMessage(), e);
    }
  }

  /** All certificates, in their order, at least one. */
  List<X509Certificate> certificates() throws UnusableCertificateException {
    var certificates = new ArrayList<X509Certificate>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Block block : blocks) {
        if (block.label.equals("CERTIFICATE")) {
          var in = new ByteArrayInputStream(content(block));
          certificates.add((X509Certificate) factory.generateCertificate(in));
        }
      }
    } catch (CertificateException e) {
      throw unusable("a certificate that cannot be read: " + e.getMessage(), e);
    }
    if (certificates.isEmpty()) {
      throw unusable("no certificate in it (-----BEGIN CERTIFICATE-----)");
    }
    if (certificates.size() > CHAIN_MAX) {
      throw unusable(certificates.size() + " certificates are more than " + CHAIN_MAX);
    }
    return certificates;
  }

  /** The first private key. */
  PrivateKey key() throws UnusableCertificateException {
    for (Block block : blocks) {
      switch (block.label) {
        case "PRIVATE KEY" -> {
          return key(content(block));
        }
        case "ENCRYPTED PRIVATE KEY" ->
            throw unusable("the key is encrypted; decrypt it with: openssl pkcs8 -in IN -out OUT");
        case "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
            throw unusable(
                "an older form of key; bring it to PKCS #8 with:"
                    + " openssl pkcs8 -topk8 -nocrypt -in IN -out OUT");
        default -> {}
      }
    }
    throw unusable("no key in it (-----BEGIN PRIVATE KEY-----)");
  }

  private PrivateKey key(byte[] encoded) throws UnusableCertificateException {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException e) {
        // Of another algorithm; the next one may know it.
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("the JDK has no " + algorithm, e);
      }
    }
    throw unusable("a key that is none of " + ALGORITHMS);
  }

  private byte[] content(Block block) throws UnusableCertificateException {
    try {
      return Base64.getMimeDecoder().decode(block.text);
    } catch (IllegalArgumentException e) {
      throw unusable("a block of " + block.label + " that is not base64", e);
    }
  }

  UnusableCertificateException unusable(String problem) {
    return new UnusableCertificateException(file + ": " + problem);
  }

  private UnusableCertificateException unusable(String problem, Exception cause) {
    return new UnusableCertificateException(file + ": " + problem, cause);
  }
}
