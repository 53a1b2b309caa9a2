package dev.understudy.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** resolv.conf(5); what {@code --resolver} takes is in the test of the settings. */
class ResolverAddressesTest {
  @TempDir private Path folder;

  @Test
  void upToThreeNameserverLinesOfTheSystem() throws Exception {
    assertThat(
            read(
                """
                # a comment
                search example.com
                nameserver 10.0.0.1
                  nameserver   fd00::1
                nameserver example.com
                nameserver
                options edns0
                nameserver 10.0.0.3
                nameserver 10.0.0.4
                """))
        .containsExactly("10.0.0.1:53", "fd00:0:0:0:0:0:0:1:53", "10.0.0.3:53");
  }

  @Test
  void thisMachineWhereThereIsNone() throws Exception {
    assertThat(read("search example.com\n")).containsExactly("127.0.0.1:53");
    assertThat(text(ResolverAddresses.ofFile(folder.resolve("missing")).get()))
        .containsExactly("127.0.0.1:53");
  }

  @Test
  void changedFileIsReadAgain() throws Exception {
    Path file = Files.writeString(folder.resolve("resolv.conf"), "nameserver 10.0.0.1\n");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
    Supplier<List<InetSocketAddress>> addresses = ResolverAddresses.ofFile(file);
    assertThat(text(addresses.get())).containsExactly("10.0.0.1:53");
    Files.writeString(file, "nameserver 10.0.0.2\n");
    Files.setLastModifiedTime(file, FileTime.fromMillis(2_000));
    assertThat(text(addresses.get())).containsExactly("10.0.0.2:53");
  }

  private List<String> read(String content) throws Exception {
    return text(
        ResolverAddresses.ofFile(Files.writeString(folder.resolve("resolv.conf"), content)).get());
  }

  private static List<String> text(List<InetSocketAddress> addresses) {
    return addresses.stream()
        .map(each -> each.getAddress().getHostAddress() + ":" + each.getPort())
        .toList();
  }
}
