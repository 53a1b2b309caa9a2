package dev.understudy.launch;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Tells the version of Understudy and of the JDK it runs on. */
@Command(name = "version", description = "Print the version.")
final class VersionCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    System.out.println("understudy " + version() + ", Java " + Runtime.version());
    return 0;
  }

  /** The version in the jar's manifest. */
  static String version() {
    @Nullable String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }
}
