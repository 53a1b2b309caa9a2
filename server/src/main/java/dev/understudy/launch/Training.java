package dev.understudy.launch;

import dev.understudy.control.ApiException;
import dev.understudy.model.ListHostedZonesRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What a training run does besides starting and stopping. */
final class Training {
  private Training() {}

  static void play(Understudy understudy) throws IOException, InterruptedException, ApiException {
    understudy.route53().handle(ListHostedZonesRequest.builder().build());
    URI health = URI.create("http://" + Settings.text(understudy.httpAddress()) + "/healthz");
    try (HttpClient client = HttpClient.newHttpClient()) {
      client.send(HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
