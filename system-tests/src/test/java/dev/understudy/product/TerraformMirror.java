package dev.understudy.product;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where this machine keeps Terraform's AWS provider, so that nothing is downloaded: in the mirror
 * that {@code UNDERSTUDY_TERRAFORM_MIRROR} names, in Terraform's plugin cache, in one of the
 * directories where Terraform itself looks, or in any directory near the root of the file system
 * that is laid out as a mirror.
 */
final class TerraformMirror {
  private static final String REGISTRY = "registry.terraform.io";
  private static final String PROVIDER = REGISTRY + "/hashicorp/aws";
  private static final int DEPTH_MAX = 3;
  private static final Set<String> NO_FILES = Set.of("proc", "sys", "dev");

  private TerraformMirror() {}

  /** The directory that holds {@code registry.terraform.io}; empty if there is none. */
  static Optional<Path> find() throws IOException {
    var places = new ArrayList<Path>();
    add(System.getenv("UNDERSTUDY_TERRAFORM_MIRROR"), "", places);
    add(System.getenv("TF_PLUGIN_CACHE_DIR"), "", places);
    add(System.getProperty("user.home"), ".terraform.d/plugins", places);
    add(System.getenv("XDG_DATA_HOME"), "terraform/plugins", places);
    add("/usr/local/share/terraform/plugins", "", places);
    add("/usr/share/terraform/plugins", "", places);
    for (Path place : places) {
      if (holdsProvider(place)) {
        return Optional.of(place);
      }
    }
    return nearRoot().stream().filter(TerraformMirror::holdsProvider).findFirst();
  }

  /** Whether the configuration that Terraform would read says itself where providers are. */
  static boolean configured() throws IOException {
    String named = System.getenv("TF_CLI_CONFIG_FILE");
    Path file =
        named == null || named.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".terraformrc")
            : Path.of(named);
    return Files.isReadable(file)
        && Files.readString(file, UTF_8).contains("provider_installation");
  }

  private static void add(@Nullable String directory, String below, List<Path> places) {
    if (directory != null && !directory.isEmpty()) {
      places.add(Path.of(directory).resolve(below));
    }
  }

  private static boolean holdsProvider(Path place) {
    return Files.isDirectory(place.resolve(PROVIDER));
  }

  private static List<Path> nearRoot() throws IOException {
    var found = new ArrayList<Path>();
    Files.walkFileTree(
        Path.of("/"),
        EnumSet.noneOf(FileVisitOption.class),
        DEPTH_MAX,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            boolean skipped =
                directory.getNameCount() == 1
                    && NO_FILES.contains(directory.toString().substring(1));
            return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isDirectory() && file.endsWith(REGISTRY)) { // at the greatest depth
              found.add(file.resolve("..").normalize());
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException problem) {
            if (directory.endsWith(REGISTRY)) {
              found.add(directory.resolve("..").normalize());
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException problem) {
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }
}
