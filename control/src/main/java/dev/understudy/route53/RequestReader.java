package dev.understudy.route53;

import dev.understudy.control.ApiException;
import dev.understudy.model.Member;
import dev.understudy.model.Operation;
import dev.understudy.model.Place;
import dev.understudy.model.Request;
import dev.understudy.model.StructureShape;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes an operation's request of path labels, query parameters and body, and checks it. */
final class RequestReader {
  /** A hosted zone's tags are asked for by its bare id only. */
  private static final int ZONE_ID_MAX = 32;

  private RequestReader() {}

  /**
   * The request.
   *
   * @throws ApiException InvalidInput, telling all broken constraints at once, or the first breach
   *     of the schema
   */
  static Request read(Router.Route route, Query query, byte[] body) throws ApiException {
    Operation operation = route.operation();
    StructureShape<? extends Request> shape = operation.input();
    List<Member> members = shape.members();
    @Nullable Object[] values = new @Nullable Object[members.size()];
    var violations = new Violations();
    String root = operation.requestRoot();
    boolean wanted = root != null && (body.length > 0 || needsBody(members));
    if (root != null && wanted && !PlainBody.read(body, root, shape, values)) {
      XmlBody.read(body, root, shape, values, violations);
    }
    var scalars = new Scalars(violations);
    for (int i = 0; i < values.length; i++) {
      Member member = members.get(i);
      At at = At.member(null, member.name());
      String text =
          switch (member.place()) {
            case PATH -> route.labels().get(member.wireName());
            case QUERY -> query.value(member.wireName());
            case BODY, HEADER -> null;
          };
      if (text != null) {
        values[i] = scalars.inHead(text, member.shape(), at);
      } else if (member.required() && values[i] == null) {
        violations.missing(at);
      }
    }
    checkTaggedZone(route.labels(), violations);
    violations.refuse();
    return shape.maker().apply(values);
  }

  private static boolean needsBody(List<Member> members) {
    return members.stream().anyMatch(m -> m.place() == Place.BODY && m.required());
  }

  /** Tag operations take {@code Z1}, never {@code /hostedzone/Z1} (recorded behaviour). */
  private static void checkTaggedZone(Map<String, String> labels, Violations violations) {
    String id = labels.get("ResourceId");
    boolean zone = "hostedzone".equals(labels.get("ResourceType"));
    if (zone && id != null && (id.length() > ZONE_ID_MAX || id.startsWith("/"))) {
      violations.broken(
          id,
          At.member(null, "ResourceId"),
          "Member must have length less than or equal to " + ZONE_ID_MAX);
    }
  }
}
