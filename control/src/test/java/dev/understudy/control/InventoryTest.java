package dev.understudy.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.RRType;
import dev.understudy.presentation.NameText;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryTest {
  @Test
  void zonesOfOneNameAreShadowedByTheOldest(@TempDir Path folder) throws Exception {
    try (var api = new ApiFixture(folder)) {
      assertThat(Inventory.read(api.store).zones()).isZero();
      api.zone("a.example.com");
      String oldest = api.zone("example.com");
      String second = api.zone("example.com");
      String third = api.zone("example.com");
      api.zone("example.org");
      api.check();
      api.change(
          third, ApiFixture.creating(ApiFixture.set("www.example.com", RRType.A, "1.1.1.1")));
      Inventory inventory = Inventory.read(api.store);
      assertThat(inventory.zones()).isEqualTo(5);
      assertThat(inventory.recordSets()).isEqualTo(11);
      assertThat(inventory.healthChecks()).isEqualTo(1);
      var name = NameText.parse("example.com");
      assertThat(inventory.shadowed())
          .containsExactly(
              new Inventory.Shadowed(second, name, oldest),
              new Inventory.Shadowed(third, name, oldest));
    }
  }
}
