package dev.understudy.product;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Two pairs, and the files that the product is told of. */
record DotPairs(OwnCertificate first, OwnCertificate second, Path certificate, Path key) {

  static DotPairs make(Path directory) throws Exception {
    Path one = Files.createDirectory(directory.resolve("one"));
    Path other = Files.createDirectory(directory.resolve("other"));
    var pairs =
        new DotPairs(
            OwnCertificate.make(one),
            OwnCertificate.make(other),
            directory.resolve("certificate.pem"),
            directory.resolve("key.pem"));
    Files.copy(pairs.first.pem(), pairs.certificate);
    pairs.showKey(pairs.first);
    return pairs;
  }

  /** Tells the product of them, and of more. */
  String[] settings(int port, String... more) {
    var settings =
        new ArrayList<>(
            List.of(
                "--dot",
                "127.0.0.1:" + port,
                "--dot-cert",
                certificate.toString(),
                "--dot-key",
                key.toString()));
    settings.addAll(List.of(more));
    return settings.toArray(String[]::new);
  }

  void showKey(OwnCertificate whose) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(whose.keys())) {
      store.load(in, OwnCertificate.PASSWORD.toCharArray());
    }
    byte[] encoded = store.getKey("a", OwnCertificate.PASSWORD.toCharArray()).getEncoded();
    String text = Base64.getMimeEncoder().encodeToString(encoded);
    Path fresh = key.resolveSibling("key.new");
    Files.writeString(
        fresh, "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
    Files.move(fresh, key, StandardCopyOption.REPLACE_EXISTING);
  }

  void showCertificate(OwnCertificate whose) throws IOException {
    Path fresh = certificate.resolveSibling("certificate.new");
    Files.copy(whose.pem(), fresh);
    Files.move(fresh, certificate, StandardCopyOption.REPLACE_EXISTING);
  }
}
