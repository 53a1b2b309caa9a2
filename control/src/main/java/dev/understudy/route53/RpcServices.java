package dev.understudy.route53;

import dev.understudy.control.ApiException;
import dev.understudy.query.RpcService;
import dev.understudy.query.TreeCodec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The services that are reached by protocols with the operation in the head: awsJson 1.0 ({@code
 * X-Amz-Target: TARGET.Operation}) and Smithy RPC v2 CBOR ({@code POST
 * /service/TARGET/operation/Operation}).
 */
final class RpcServices {
  private static final String CBOR_PROTOCOL = "rpc-v2-cbor";

  private final Map<String, Target> targets;

  /**
   * A service.
   *
   * @param shapes namespace of error shapes, such as {@code com.amazonaws.cloudwatch}
   */
  record Target(String signingName, String shapes, RpcService service) {}

  /** By the names by which those protocols call them, such as GraniteServiceVersion20100801. */
  RpcServices(Map<String, Target> targets) {
    this.targets = Map.copyOf(targets);
  }

  /** Where a request leads, or null if it is by none of these protocols. */
  @Nullable Route route(HttpHead head) {
    if (!head.method().equals("POST")) {
      return null;
    }
    if (head.header("smithy-protocol").equals(CBOR_PROTOCOL)) {
      String[] parts = head.path().split("/", -1);
      boolean formed =
          parts.length == 5 && parts[1].equals("service") && parts[3].equals("operation");
      Target target = formed ? targets.get(parts[2]) : null;
      return target == null ? null : new Route(target, parts[4], TreeCodec.CBOR);
    }
    String called = head.header("X-Amz-Target");
    int dot = called.lastIndexOf('.');
    Target target = dot < 0 ? null : targets.get(called.substring(0, dot));
    return target == null || !head.path().equals("/")
        ? null
        : new Route(target, called.substring(dot + 1), TreeCodec.JSON);
  }

  /** One request's service, operation and protocol. */
  record Route(Target target, String operation, TreeCodec codec) {

    String signingName() {
      return target.signingName();
    }

    Reply answer(byte[] body) throws ApiException {
      return reply(200, target.service().answer(operation, codec.read(body)), Map.of());
    }

    /**
     * The refusal as newer protocols name it, with the query protocol's code in a header, which
     * clients show for the sake of older programs (awsQueryCompatible).
     */
    Reply refused(ApiException refusal) {
      String fault = refusal.status() < 500 ? "Sender" : "Receiver";
      var error = new LinkedHashMap<String, @Nullable Object>();
      error.put("__type", target.shapes() + "#" + target.service().errorShape(refusal.code()));
      error.put("message", Objects.requireNonNullElse(refusal.message(), refusal.code()));
      return reply(
          refusal.status(), error, Map.of("x-amzn-query-error", refusal.code() + ";" + fault));
    }

    private Reply reply(
        int status, Map<String, @Nullable Object> tree, Map<String, String> further) {
      var headers = new LinkedHashMap<>(further);
      if (codec == TreeCodec.CBOR) {
        headers.put("smithy-protocol", CBOR_PROTOCOL);
      }
      return new Reply(status, codec.contentType(), codec.write(tree), headers);
    }
  }
}
