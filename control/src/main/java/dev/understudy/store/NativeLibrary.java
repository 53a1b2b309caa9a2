package dev.understudy.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's native library, unpacked once into the data directory instead of at every start into the
 * directory for temporary files, which costs some 300 ms and litters after a crash.
 *
 * <p>Where that fails (a read-only or noexec file system), nothing is said: the driver then unpacks
 * it in its own way.
 */
final class NativeLibrary {
  private static final String PATH_PROPERTY = "org.sqlite.lib.path";

  private NativeLibrary() {}

  /** Unpacks the library where absent and points the driver to it. The first call decides. */
  static synchronized void prepare(Path directory) {
    if (System.getProperty(PATH_PROPERTY) != null) {
      return;
    }
    Path folder = unpack(directory);
    if (folder != null) {
      System.setProperty(PATH_PROPERTY, folder.toString());
    }
  }

  /** The folder with the library, or null where it cannot be had. */
  static @Nullable Path unpack(Path directory) {
    String name = LibraryLoaderUtil.getNativeLibName();
    URL packed =
        SQLiteJDBCLoader.class.getResource(
            LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name);
    Path folder = directory.resolve("native").resolve(version());
    return packed != null && unpack(packed, folder, name) ? folder : null;
  }

  private static String version() {
    return "sqlite-" + System.getProperty("os.arch") + "-" + driverVersion();
  }

  private static String driverVersion() {
    @Nullable String version = SQLiteJDBCLoader.getVersion();
    return version == null ? "unknown" : version;
  }

  private static boolean unpack(URL packed, Path folder, String name) {
    Path target = folder.resolve(name);
    try {
      var connection = packed.openConnection();
      try (InputStream octets = connection.getInputStream()) {
        if (Files.exists(target) && Files.size(target) == connection.getContentLengthLong()) {
          return true;
        }
        Files.createDirectories(folder);
        Path part = folder.resolve(name + ".part");
        Files.copy(octets, part, StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        return true;
      }
    } catch (IOException e) {
      return false;
    }
  }
}
