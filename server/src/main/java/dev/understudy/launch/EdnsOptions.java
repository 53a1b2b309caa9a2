package dev.understudy.launch;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the nameserver says of itself in EDNS, as text. */
final class EdnsOptions {
  @Option(
      names = "--nsid",
      paramLabel = "TEXT",
      defaultValue = "",
      description =
          "Tell clients that ask for it (NSID) who this nameserver is (default: nothing).")
  String nsid = "";

  @Option(
      names = "--cookie-secret-file",
      paramLabel = "FILE",
      description =
          "Secrets of DNS Cookies, shared by nameservers of one address, read again when it changes"
              + " (default: DATA/cookie-secret, made at the first start and replaced daily).")
  @Nullable Path cookieSecretFile;
}
