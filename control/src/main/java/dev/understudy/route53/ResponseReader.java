package dev.understudy.route53;

import dev.understudy.control.ApiException;
import dev.understudy.model.Member;
import dev.understudy.model.Operation;
import dev.understudy.model.Place;
import dev.understudy.model.Response;
import dev.understudy.model.StructureShape;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Makes responses and refusals of what a server sent. */
final class ResponseReader {
  private ResponseReader() {}

  /**
   * The response of an operation.
   *
   * @param headers the value of a header by its name, or the empty text
   * @throws IOException if it is none
   */
  static Response read(Operation operation, byte[] body, UnaryOperator<String> headers)
      throws IOException {
    StructureShape<? extends Response> shape = operation.output();
    List<Member> members = shape.members();
    @Nullable Object[] values = new @Nullable Object[members.size()];
    var violations = new Violations();
    try {
      if (members.stream().anyMatch(member -> member.place() == Place.BODY)) {
        XmlBody.read(body, operation.responseRoot(), shape, values, violations);
      }
      for (int i = 0; i < values.length; i++) {
        Member member = members.get(i);
        if (member.place() == Place.HEADER) {
          values[i] = headers.apply(member.wireName());
        }
        if (member.required() && values[i] == null) {
          violations.missing(At.member(null, member.name()));
        }
      }
      violations.refuse();
    } catch (ApiException e) {
      throw new IOException("what answers there is not the Route 53 API: " + e.message(), e);
    }
    return shape.maker().apply(values);
  }

  /**
   * What a server says that refused.
   *
   * @throws IOException if that is no error of the API
   */
  static ApiException refusal(int status, byte[] body) throws IOException {
    String code = null;
    String message = "";
    try {
      XMLStreamReader xml = XmlBody.FACTORY.createXMLStreamReader(new ByteArrayInputStream(body));
      try {
        while (xml.hasNext()) {
          if (xml.next() == XMLStreamConstants.START_ELEMENT) {
            switch (xml.getLocalName()) {
              case "Code" -> code = xml.getElementText();
              case "Message" -> message = xml.getElementText();
              default -> {}
            }
          }
        }
      } finally {
        xml.close();
      }
    } catch (XMLStreamException | RuntimeException e) { // the JDK's parser has such on doctypes
      throw foreign(status, e);
    }
    if (code == null || status < 400 || status > 599) {
      throw foreign(status, null);
    }
    return new ApiException(status, code, message);
  }

  private static IOException foreign(int status, @Nullable Exception cause) {
    return new IOException(
        "what answers there is not the Route 53 API: status " + status + " without its error",
        cause);
  }
}
