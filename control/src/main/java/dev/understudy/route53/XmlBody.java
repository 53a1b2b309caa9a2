package dev.understudy.route53;

import dev.understudy.control.ApiException;
import dev.understudy.model.Member;
import dev.understudy.model.Operation;
import dev.understudy.model.Place;
import dev.understudy.model.Shape;
import dev.understudy.model.StructureShape;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads an XML body, of a request or a response, by its shape, in one pass. Elements may come in
 * any order, with or without the API's namespace; unknown ones are refused, as the service's schema
 * refuses them: a misspelt member must not be lost in silence. What breaks the schema is thrown at
 * once, in a schema validator's words; what breaks a constraint is noted in {@link Violations}.
 *
 * <p>No document type, no external or internal entity, depth bounded; the octets are bounded by the
 * caller.
 */
final class XmlBody {
  private static final int DEPTH_MAX = 32;

  static final XMLInputFactory FACTORY = factory();

  /** Stands for a structure that could not be made; why has been noted. */
  private enum Broken {
    BROKEN
  }

  private final XMLStreamReader xml;
  private final Violations violations;
  private final Scalars scalars;

  private XmlBody(XMLStreamReader xml, Violations violations) {
    this.xml = xml;
    this.violations = violations;
    this.scalars = new Scalars(violations);
  }

  /** Fills {@code values}, one place per member of {@code shape}, from the body's elements. */
  static void read(
      byte[] body,
      String root,
      StructureShape<?> shape,
      @Nullable Object[] values,
      Violations violations)
      throws ApiException {
    try {
      XMLStreamReader xml = FACTORY.createXMLStreamReader(new ByteArrayInputStream(body));
      try {
        new XmlBody(xml, violations).document(root, shape, values);
      } finally {
        xml.close();
      }
    } catch (XMLStreamException e) {
      throw Refusals.invalidXml(firstLine(e));
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  private void document(String root, StructureShape<?> shape, @Nullable Object[] values)
      throws XMLStreamException, ApiException {
    while (next() != XMLStreamConstants.START_ELEMENT) {
      // what stands before the root: comments, processing instructions
    }
    if (!xml.getLocalName().equals(root) || !ours(xml.getNamespaceURI())) {
      throw Refusals.invalidXml(
          "cvc-elt.1: Cannot find the declaration of element '%s'.".formatted(xml.getLocalName()));
    }
    structure(shape, values, null, 1);
    while (xml.hasNext()) {
      next();
    }
  }

  /** Reads to the end tag of the current element. */
  private void structure(
      StructureShape<?> shape, @Nullable Object[] values, @Nullable At at, int depth)
      throws XMLStreamException, ApiException {
    String element = xml.getLocalName();
    checkDepth(depth);
    for (int event = next(); event != XMLStreamConstants.END_ELEMENT; event = next()) {
      if (event == XMLStreamConstants.START_ELEMENT) {
        int index = ours(xml.getNamespaceURI()) ? shape.indexOfElement(xml.getLocalName()) : -1;
        if (index < 0) {
          throw unexpected(shape);
        }
        if (values[index] != null) {
          throw Refusals.invalidXml(
              "cvc-complex-type.2.4.d: Invalid content was found starting with element '%s'. No child element is expected at this point."
                  .formatted(xml.getLocalName()));
        }
        Member member = shape.members().get(index);
        values[index] = value(member.shape(), At.member(at, member.name()), depth + 1);
      } else {
        refuseText(element);
      }
    }
  }

  private Object value(Shape shape, At at, int depth) throws XMLStreamException, ApiException {
    return switch (shape) {
      case StructureShape<?> structure -> nested(structure, at, depth);
      case Shape.Many many -> many(many, at, depth);
      case Shape.Text _,
          Shape.Choice _,
          Shape.Whole _,
          Shape.Decimal _,
          Shape.Flag _,
          Shape.Moment _ ->
          scalars.inBody(simpleText(), shape, at, true);
    };
  }

  private Object nested(StructureShape<?> shape, At at, int depth)
      throws XMLStreamException, ApiException {
    @Nullable Object[] values = new @Nullable Object[shape.members().size()];
    structure(shape, values, at, depth);
    boolean complete = true;
    for (int i = 0; i < values.length; i++) {
      Member member = shape.members().get(i);
      if (member.required() && values[i] == null) {
        violations.missing(At.member(at, member.name()));
        complete = false;
      }
      complete &= !(values[i] instanceof Broken);
    }
    return complete ? shape.maker().apply(values) : Broken.BROKEN;
  }

  private List<Object> many(Shape.Many shape, At at, int depth)
      throws XMLStreamException, ApiException {
    String element = xml.getLocalName();
    checkDepth(depth);
    var values = new ArrayList<Object>();
    int count = 0;
    for (int event = next(); event != XMLStreamConstants.END_ELEMENT; event = next()) {
      if (event == XMLStreamConstants.START_ELEMENT) {
        if (!xml.getLocalName().equals(shape.item()) || !ours(xml.getNamespaceURI())) {
          throw unexpected(xml.getLocalName(), qualified(shape.item()));
        }
        count++;
        Object value =
            shape.element() instanceof Shape.Text text
                ? scalars.inBody(simpleText(), text, at, false)
                : value(shape.element(), At.element(at, count), depth + 1);
        if (!(value instanceof Broken)) {
          values.add(value);
        }
      } else {
        refuseText(element);
      }
    }
    if (count == 0 && shape.min() > 0) {
      throw Refusals.invalidXml(
          "cvc-complex-type.2.4.b: The content of element '%s' is not complete. One of '{%s}' is expected."
              .formatted(element, qualified(shape.item())));
    }
    if (count == values.size()) {
      violations.checkSize(values, shape, at);
    }
    if (shape.element() instanceof Shape.Text text) {
      violations.checkElements(values, text, at);
    }
    return values;
  }

  private String simpleText() throws XMLStreamException, ApiException {
    String element = xml.getLocalName();
    var text = new StringBuilder();
    for (int event = next(); event != XMLStreamConstants.END_ELEMENT; event = next()) {
      if (event == XMLStreamConstants.START_ELEMENT) {
        throw Refusals.invalidXml(
            "cvc-type.3.1.2: Element '%s' is a simple type, so it must have no element information item [children]."
                .formatted(element));
      }
      if (xml.isCharacters() || event == XMLStreamConstants.CDATA) {
        text.append(xml.getText());
      }
    }
    return text.toString();
  }

  private int next() throws XMLStreamException, ApiException {
    int event;
    try {
      event = xml.next();
    } catch (RuntimeException e) { // the JDK's parser has such on some malformed doctypes
      throw new XMLStreamException("the document is not well-formed", e);
    }
    if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
      throw Refusals.invalidXml("DOCTYPE and entities are disallowed.");
    }
    return event;
  }

  private void refuseText(String element) throws ApiException {
    if (xml.isCharacters() && !xml.isWhiteSpace()) {
      throw Refusals.invalidXml(
          "cvc-complex-type.2.3: Element '%s' cannot have character [children], because the type's content type is element-only."
              .formatted(element));
    }
  }

  private static void checkDepth(int depth) throws ApiException {
    if (depth > DEPTH_MAX) {
      throw Refusals.invalidXml("Elements are nested more than " + DEPTH_MAX + " deep.");
    }
  }

  private ApiException unexpected(StructureShape<?> shape) {
    return unexpected(
        xml.getLocalName(),
        shape.members().stream()
            .filter(member -> member.place() == Place.BODY)
            .map(member -> qualified(member.wireName()))
            .collect(Collectors.joining(", ")));
  }

  private static ApiException unexpected(String element, String expected) {
    return Refusals.invalidXml(
        "cvc-complex-type.2.4.a: Invalid content was found starting with element '%s'. One of '{%s}' is expected."
            .formatted(element, expected));
  }

  private static String qualified(String element) {
    return '"' + Operation.NAMESPACE + "\":" + element;
  }

  private static boolean ours(@Nullable String namespace) {
    return namespace == null || namespace.isEmpty() || namespace.equals(Operation.NAMESPACE);
  }

  /** The parser's message without its position and address lines. */
  private static String firstLine(XMLStreamException e) {
    String message = String.valueOf(e.getMessage());
    int start = message.indexOf("Message: ");
    String text = start < 0 ? message : message.substring(start + "Message: ".length());
    return text.lines().findFirst().orElse("the document is not well-formed");
  }
}
