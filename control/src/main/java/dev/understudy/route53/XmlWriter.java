package dev.understudy.route53;

import dev.understudy.control.ApiException;
import dev.understudy.model.Member;
import dev.understudy.model.Operation;
import dev.understudy.model.Place;
import dev.understudy.model.Shape;
import dev.understudy.model.Structure;
import dev.understudy.model.WireValue;
import dev.understudy.query.XmlText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Writes responses and errors: members in the model's order, absent ones left out. */
final class XmlWriter {
  private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final StringBuilder out = new StringBuilder(512).append(DECLARATION);

  private XmlWriter() {}

  /** The body of a response, or of a request. */
  static byte[] message(String root, Structure response) {
    var writer = new XmlWriter();
    writer.out.append('<').append(root).append(" xmlns=\"").append(Operation.NAMESPACE).append('"');
    int start = writer.out.length();
    writer.out.append('>');
    writer.members(response);
    writer.close(root, start);
    return writer.octets();
  }

  /** The body of an error, in the form all SDKs read. */
  static byte[] error(String namespace, ApiException error, String requestId) {
    var writer = new XmlWriter();
    writer.out.append("<ErrorResponse xmlns=\"").append(namespace).append("\"><Error>");
    writer.element("Type", error.status() < 500 ? "Sender" : "Receiver");
    writer.element("Code", error.code());
    writer.element("Message", error.message());
    writer.out.append("</Error>");
    writer.element("RequestId", requestId);
    writer.out.append("</ErrorResponse>");
    return writer.octets();
  }

  private void members(Structure structure) {
    List<Member> members = structure.shape().members();
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      Object value = structure.member(i);
      if (value != null && member.place() == Place.BODY) {
        value(member.wireName(), member.shape(), value);
      }
    }
  }

  private void value(String element, Shape shape, Object value) {
    out.append('<').append(element);
    int start = out.length();
    out.append('>');
    switch (value) {
      case Structure structure -> members(structure);
      case List<?> list when shape instanceof Shape.Many many -> {
        for (Object item : list) {
          value(many.item(), many.element(), item);
        }
      }
      case WireValue word -> text(word.value());
      case Instant instant -> MILLISECONDS.formatTo(instant, out);
      default -> text(value.toString());
    }
    close(element, start);
  }

  /** Ends the element whose start tag's bracket is at {@code start}; an empty one is shortened. */
  private void close(String element, int start) {
    if (out.length() == start + 1) {
      out.setLength(start);
      out.append("/>");
    } else {
      out.append("</").append(element).append('>');
    }
  }

  private void element(String name, String text) {
    out.append('<').append(name).append('>');
    text(text);
    out.append("</").append(name).append('>');
  }

  private void text(String text) {
    XmlText.append(out, text);
  }

  private byte[] octets() {
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }
}
