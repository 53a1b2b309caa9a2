package dev.understudy.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** DNS over TLS, as text. */
final class DotOptions {
  @Option(
      names = "--dot",
      paramLabel = "ADDRESS[:PORT]",
      split = ",",
      description =
          "Answer DNS over TLS here too, port 853 unless told; may be repeated (default: nowhere).")
  List<String> addresses = new ArrayList<>();

  @Option(
      names = "--dot-cert",
      paramLabel = "FILE",
      description = "The certificate for --dot and its chain, PEM; read again when it changes.")
  @Nullable Path certificate;

  @Option(
      names = "--dot-key",
      paramLabel = "FILE",
      description = "Its key, PEM (PKCS #8), not encrypted; read again when it changes.")
  @Nullable Path key;
}
