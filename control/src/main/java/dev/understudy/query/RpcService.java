package dev.understudy.query;

import dev.understudy.control.ApiException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A service that clients reach by several protocols: the query protocol, awsJson 1.0 and Smithy RPC
 * v2 CBOR. What they say is the same tree of maps, lists, texts, numbers and flags.
 */
public interface RpcService {

  /** XML namespace of answers by the query protocol. */
  String namespace();

  /**
   * Does what is asked.
   *
   * @return the members of the answer; times are {@code Instant}s
   * @throws ApiException if it is refused; InvalidAction where there is no such operation
   */
  Map<String, @Nullable Object> answer(String operation, Input input) throws ApiException;

  /**
   * The shape name under which an error travels in newer protocols, where it differs from its code.
   */
  default String errorShape(String code) {
    return code;
  }
}
