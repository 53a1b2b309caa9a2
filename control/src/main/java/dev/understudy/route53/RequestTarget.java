package dev.understudy.route53;

import dev.understudy.model.Member;
import dev.understudy.model.Operation;
import dev.understudy.model.Place;
import dev.understudy.model.Request;
import dev.understudy.model.WireValue;
import java.util.List;
import java.util.StringJoiner;

/**
 * Where a request goes: the members that travel in path and query, encoded.
 *
 * @param query without the question mark; empty if there is none
 */
record RequestTarget(String path, String query) {

  static RequestTarget of(Operation operation, Request request) {
    String path = operation.uri();
    var query = new StringJoiner("&");
    List<Member> members = request.shape().members();
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      Object value = request.member(i);
      if (value == null) {
        continue;
      }
      String text = value instanceof WireValue word ? word.value() : value.toString();
      if (member.place() == Place.PATH) {
        path = path.replace("{" + member.wireName() + "}", Query.encode(text, ""));
      } else if (member.place() == Place.QUERY) {
        query.add(Query.encode(member.wireName(), "") + "=" + Query.encode(text, ""));
      }
    }
    return new RequestTarget(path, query.toString());
  }
}
