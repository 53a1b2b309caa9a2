package dev.understudy.query;

import dev.understudy.control.ApiException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets a service of several protocols speak the query protocol. */
public final class RpcQuery implements QueryService {
  private final RpcService service;

  /** Around a service. */
  public RpcQuery(RpcService service) {
    this.service = service;
  }

  @Override
  public String namespace() {
    return service.namespace();
  }

  @Override
  public byte[] answer(Call call) throws ApiException {
    Map<String, @Nullable Object> answer =
        service.answer(call.action(), Input.of(FormTree.read(call.form().parameters())));
    var result = new ResultXml(call.action(), service.namespace());
    answer.forEach((name, value) -> write(result, name, value));
    return result.end(call.requestId());
  }

  private static void write(ResultXml result, String name, @Nullable Object value) {
    switch (value) {
      case null -> {}
      case Map<?, ?> map -> {
        result.open(name);
        map.forEach((member, each) -> write(result, member.toString(), each));
        result.close(name);
      }
      case Entries(var map) -> {
        var entries = new LinkedHashMap<String, String>();
        map.forEach((key, each) -> entries.put(key, each.toString()));
        result.map(name, entries);
      }
      case List<?> list -> {
        result.open(name);
        list.forEach(each -> write(result, "member", each));
        result.close(name);
      }
      case Instant instant -> result.element(name, instant.toString());
      default -> result.element(name, value.toString());
    }
  }
}
