package dev.understudy.query;

import dev.understudy.control.ApiException;
import java.util.Set;

/** One service of the query protocol. Called on many threads at once; may block. */
public interface QueryService {

  /** XML namespace of its answers and errors. */
  String namespace();

  /**
   * The body of the answer.
   *
   * @throws ApiException if it is refused; InvalidAction where there is no such action
   */
  byte[] answer(Call call) throws ApiException;

  /** Actions that links in mails lead to: allowed to a GET without a signature. */
  default Set<String> linkedActions() {
    return Set.of();
  }

  /**
   * The page that a browser shows where such a link was followed, HTML.
   *
   * @throws ApiException if it is refused
   */
  default String page(Call call) throws ApiException {
    throw unknownAction(call);
  }

  /** The page that a browser shows where the link was refused, HTML. */
  default String refusalPage(ApiException refusal) {
    return XmlText.escape(refusal.message());
  }

  /** The refusal of an action that a service does not have. */
  static ApiException unknownAction(Call call) {
    return new ApiException(
        400,
        "InvalidAction",
        "Could not find operation %s for version %s"
            .formatted(call.action(), call.form().value("Version")));
  }
}
