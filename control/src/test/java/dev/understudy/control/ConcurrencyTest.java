package dev.understudy.control;

import static dev.understudy.control.ApiFixture.creating;
import static dev.understudy.control.ApiFixture.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.ChangeResourceRecordSetsRequest;
import dev.understudy.model.CreateHostedZoneRequest;
import dev.understudy.model.GetHostedZoneRequest;
import dev.understudy.model.GetHostedZoneResponse;
import dev.understudy.model.ListHostedZonesRequest;
import dev.understudy.model.ListHostedZonesResponse;
import dev.understudy.model.RRType;
import dev.understudy.model.ResourceRecordSet;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many writers at once lose nothing, and what was acknowledged is there after a restart. */
class ConcurrencyTest {
  private static final int WRITERS = 8;
  private static final int WRITES = 25;

  @TempDir Path folder;

  @Test
  void writersOfOneZoneLoseNothingEvenThroughTwoProcesses() throws Exception {
    String zone;
    try (var api = new ApiFixture(folder)) {
      String id = api.zone("example.com");
      zone = id;
      Route53 other = secondApi(api);
      var writers = new ArrayList<Callable<Void>>();
      for (int w = 0; w < WRITERS; w++) {
        Route53 door = w % 2 == 0 ? api.api : other;
        int writer = w;
        writers.add(() -> {
          for (int i = 0; i < WRITES; i++) {
            door.handle(change(id, "w" + writer + "-" + i + ".example.com"));
          }
          return null;
        });
      }
      runAll(writers);
    }
    try (var api = new ApiFixture(folder)) {
      assertThat(api.list(zone)).hasSize(2 + WRITERS * WRITES);
      var got = (GetHostedZoneResponse) api.api.handle(new GetHostedZoneRequest(zone));
      assertThat(got.hostedZone().resourceRecordSetCount()).isEqualTo(2L + WRITERS * WRITES);
    }
  }

  @Test
  void oneNameGoesToOneCreator() throws Exception {
    try (var api = new ApiFixture(folder)) {
      String zone = api.zone("example.com");
      Route53 other = secondApi(api);
      var creators = new ArrayList<Callable<Boolean>>();
      for (int w = 0; w < WRITERS; w++) {
        Route53 door = w % 2 == 0 ? api.api : other;
        creators.add(() -> {
          try {
            door.handle(change(zone, "www.example.com"));
            return true;
          } catch (ApiException e) {
            return false;
          }
        });
      }
      assertThat(runAll(creators)).filteredOn(won -> won).hasSize(1);
    }
  }

  @Test
  void zonesCreatedAtOnceHaveTheirOwnNumbers() throws Exception {
    try (var api = new ApiFixture(folder)) {
      var creators = new ArrayList<Callable<String>>();
      for (int w = 0; w < WRITERS; w++) {
        String name = "z" + w + ".example";
        String reference = "concurrent-" + w;
        creators.add(() -> {
          api.api.handle(
              CreateHostedZoneRequest.builder().name(name).callerReference(reference).build());
          return name;
        });
      }
      runAll(creators);
      var list = (ListHostedZonesResponse) api.api.handle(ListHostedZonesRequest.builder().build());
      assertThat(list.hostedZones()).hasSize(WRITERS);
    }
  }

  /** Another process's API on the same store: no shared locks, only the store between them. */
  private static Route53 secondApi(ApiFixture api) {
    return new Route53(
        api.store,
        (_, _) -> true,
        new NothingObserved(),
        _ -> new TestAnswers.Answer("NOERROR", List.of(), "UDP"),
        AlarmDirectory.NONE,
        InstantSource.system(),
        new Random(11),
        ControlSettings.DEFAULT);
  }

  private static ChangeResourceRecordSetsRequest change(String zone, String name) {
    ResourceRecordSet set = set(name, RRType.A, "192.0.2.1");
    return new ChangeResourceRecordSetsRequest(
        zone, new dev.understudy.model.ChangeBatch(null, List.of(creating(set))));
  }

  private static <T> List<T> runAll(List<Callable<T>> tasks) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<T>();
      for (Future<T> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    }
  }
}
