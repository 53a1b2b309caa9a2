package dev.understudy.launch;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where queries are recorded, as text. */
final class RecordOptions {
  @Option(
      names = "--query-log",
      paramLabel = "FILE|-",
      description =
          "Write a line for each query to this file, begun anew when it is renamed; - for standard"
              + " output (default: none).")
  @Nullable String queryLog;

  @Option(
      names = "--query-log-sample",
      paramLabel = "1/N",
      defaultValue = "1/1",
      description = "Log one of so many queries, drawn at random (default: ${DEFAULT-VALUE}).")
  String queryLogSample = "";

  @Option(
      names = "--dnstap",
      paramLabel = "unix:PATH|tcp:HOST:PORT|FILE",
      description = "Send queries and replies to a reader of dnstap, or to a file (default: none).")
  @Nullable String dnstap;

  @Option(
      names = "--dnstap-sample",
      paramLabel = "1/N",
      defaultValue = "1/1",
      description =
          "Send one of so many queries with its reply, drawn at random (default:"
              + " ${DEFAULT-VALUE}).")
  String dnstapSample = "";
}
