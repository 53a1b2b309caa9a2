package dev.understudy.launch;

import dev.understudy.control.ApiException;
import dev.understudy.preview.Preview;
import dev.understudy.preview.PreviewText;
import dev.understudy.preview.Previewer;
import dev.understudy.route53.ChangeDocument;
import dev.understudy.route53.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * {@code POST /preview?zone=ID} with a change batch: what it would change. JSON, or text where the
 * client accepts {@code text/plain}; {@code text=true} adds the text to the JSON. Unsigned, since
 * it writes nothing; one at a time, since it compiles (docs/adr/0095-previews.md).
 */
final class PreviewPage implements Page {
  private static final int BODY_MAX_OCTETS = 1 << 20;
  private static final int WAIT_SECONDS = 5;

  private final Previewer previewer;
  private final Semaphore one = new Semaphore(1, true);

  PreviewPage(Previewer previewer) {
    this.previewer = previewer;
  }

  @Override
  public int bodyMaxOctets() {
    return BODY_MAX_OCTETS;
  }

  @Override
  public Reply answer(Request request) {
    boolean text = request.accepts("text/plain");
    List<String> zones = request.values("zone");
    if (!request.isPost() || zones.size() > 1) {
      return refusal(
          text, 400, "InvalidInput", "Send a change batch with POST /preview?zone=ID, once.");
    }
    try {
      if (!one.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        return refusal(text, 503, "ServiceUnavailable", "Another preview is being made.");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return refusal(text, 503, "ServiceUnavailable", "The server is stopping.");
    }
    try {
      String zone = zones.isEmpty() ? null : zones.getFirst();
      Preview preview = previewer.of(ChangeDocument.read(zone, request.body()));
      if (text) {
        return Reply.text(200, PreviewText.text(preview));
      }
      Map<String, Object> json = PreviewText.json(preview);
      if (request.values("text").contains("true")) {
        json.put("text", PreviewText.text(preview));
      }
      return Reply.json(200, Json.text(json));
    } catch (ApiException e) {
      return refusal(text, e.status(), e.code(), e.message());
    } finally {
      one.release();
    }
  }

  private static Reply refusal(boolean text, int status, String code, String message) {
    if (text) {
      return Reply.text(status, code + ": " + message + "\n");
    }
    var json = new LinkedHashMap<String, Object>();
    json.put("code", code);
    json.put("message", message);
    return Reply.json(status, Json.text(json));
  }
}
