package dev.understudy.route53;

import dev.understudy.control.ApiException;
import dev.understudy.model.Member;
import dev.understudy.model.Operation;
import dev.understudy.model.Place;
import dev.understudy.model.Shape;
import dev.understudy.model.StructureShape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads XML as programs write it: elements without prefix, attributes or references, in ASCII, and
 * nothing wrong. Gives up at everything else, which {@link XmlBody} then reads from its start and
 * tells of; so this never decides what is refused, and is never asked why. A change batch of a
 * thousand is read so in a seventh of the time (docs/adr/0192).
 */
final class PlainBody {
  private static final byte[][] PROLOGUES = {
    ascii("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"),
    ascii("<?xml version=\"1.0\" encoding=\"utf-8\"?>"),
    ascii("<?xml version='1.0' encoding='utf-8'?>"),
    ascii("<?xml version=\"1.0\"?>")
  };

  private static final byte[] NAMESPACE = ascii(" xmlns=\"" + Operation.NAMESPACE + "\"");

  /** Places are only told of by {@link XmlBody}. */
  private static final At NOWHERE = At.member(null, "Nowhere");

  private final byte[] body;
  private final Violations violations = new Violations();
  private final Scalars scalars = new Scalars(violations);
  private int at;

  private PlainBody(byte[] body) {
    this.body = body;
  }

  /** Thrown without a trace: the body is not plain, or not right. */
  private static final class NotPlainException extends Exception {
    private static final long serialVersionUID = 1;

    private NotPlainException() {
      super(null, null, false, false);
    }
  }

  /**
   * Fills {@code values} as {@link XmlBody#read} does, or returns false and leaves them all null.
   */
  static boolean read(
      byte[] body, String root, StructureShape<?> shape, @Nullable Object[] values) {
    try {
      var reader = new PlainBody(body);
      reader.document(root, shape, values);
      if (reader.violations.isEmpty()) {
        return true;
      }
    } catch (NotPlainException | ApiException _) {
      // Told by whoever reads it next.
    }
    Arrays.fill(values, null);
    return false;
  }

  private void document(String root, StructureShape<?> shape, @Nullable Object[] values)
      throws NotPlainException, ApiException {
    for (byte[] prologue : PROLOGUES) {
      if (at == 0 && isAt(prologue)) {
        at = prologue.length;
      }
    }
    blanks();
    demand('<');
    name(root);
    if (isAt(NAMESPACE)) {
      at += NAMESPACE.length;
    }
    demand('>');
    structure(root, shape, values);
    blanks();
    if (at != body.length) {
      throw new NotPlainException();
    }
  }

  /** Reads from behind the start tag to behind the end tag. */
  private void structure(String element, StructureShape<?> shape, @Nullable Object[] values)
      throws NotPlainException, ApiException {
    int last = -1;
    while (begins(element)) {
      last = member(shape.members(), last + 1);
      if (values[last] != null) {
        throw new NotPlainException();
      }
      Member member = shape.members().get(last);
      values[last] = value(member.wireName(), member.shape());
    }
  }

  /** Whether a start tag follows, whose name is next; else the end tag of this element is past. */
  private boolean begins(String element) throws NotPlainException {
    blanks();
    demand('<');
    if (at < body.length && body[at] != '/') {
      return true;
    }
    at++;
    name(element);
    demand('>');
    return false;
  }

  /** The member whose element starts here; most come in the order of the model. */
  private int member(List<Member> members, int from) throws NotPlainException {
    for (int i = 0; i < members.size(); i++) {
      int index = (from + i) % members.size();
      Member member = members.get(index);
      int end = at + member.wireName().length();
      if (member.place() == Place.BODY
          && end < body.length
          && body[end] == '>'
          && isAt(member.wireName())) {
        at = end + 1;
        return index;
      }
    }
    throw new NotPlainException();
  }

  private Object value(String element, Shape shape) throws NotPlainException, ApiException {
    return switch (shape) {
      case StructureShape<?> structure -> nested(element, structure);
      case Shape.Many many -> many(element, many);
      case Shape.Text _,
          Shape.Choice _,
          Shape.Whole _,
          Shape.Decimal _,
          Shape.Flag _,
          Shape.Moment _ ->
          scalars.inBody(text(element), shape, NOWHERE, true);
    };
  }

  private Object nested(String element, StructureShape<?> shape)
      throws NotPlainException, ApiException {
    @Nullable Object[] values = new @Nullable Object[shape.members().size()];
    structure(element, shape, values);
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null && shape.members().get(i).required()) {
        throw new NotPlainException();
      }
    }
    return shape.maker().apply(values);
  }

  private List<Object> many(String element, Shape.Many shape)
      throws NotPlainException, ApiException {
    var values = new ArrayList<Object>();
    while (begins(element)) {
      name(shape.item());
      demand('>');
      values.add(value(shape.item(), shape.element()));
    }
    if (values.size() < shape.min() || values.size() > shape.max()) {
      throw new NotPlainException();
    }
    return values;
  }

  private String text(String element) throws NotPlainException {
    int start = at;
    while (at < body.length && body[at] != '<') {
      if (body[at] < ' ' || body[at] == '&' || body[at] == '>' || body[at] == 127) {
        throw new NotPlainException();
      }
      at++;
    }
    int end = at;
    demand('<');
    demand('/');
    name(element);
    demand('>');
    return new String(body, start, end - start, StandardCharsets.ISO_8859_1);
  }

  private void blanks() {
    while (at < body.length
        && (body[at] == ' ' || body[at] == '\n' || body[at] == '\r' || body[at] == '\t')) {
      at++;
    }
  }

  private void demand(char octet) throws NotPlainException {
    if (at >= body.length || body[at] != octet) {
      throw new NotPlainException();
    }
    at++;
  }

  private void name(String name) throws NotPlainException {
    if (!isAt(name)) {
      throw new NotPlainException();
    }
    at += name.length();
  }

  private boolean isAt(String name) {
    int length = name.length();
    if (body.length - at < length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (body[at + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean isAt(byte[] octets) {
    return body.length - at >= octets.length
        && Arrays.equals(body, at, at + octets.length, octets, 0, octets.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
