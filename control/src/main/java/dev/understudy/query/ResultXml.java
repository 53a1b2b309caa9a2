package dev.understudy.query;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes the answer to an action: {@code ActionResponse}, in it {@code ActionResult}. */
public final class ResultXml {
  private final StringBuilder out = new StringBuilder(512);
  private final String action;

  /** Begins the answer. */
  public ResultXml(String action, String namespace) {
    this.action = action;
    out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.append('<').append(action).append("Response xmlns=\"").append(namespace).append("\">");
    open(action + "Result");
  }

  /** A start tag. */
  public ResultXml open(String element) {
    out.append('<').append(element).append('>');
    return this;
  }

  /** An end tag. */
  public ResultXml close(String element) {
    out.append("</").append(element).append('>');
    return this;
  }

  /** An element with text. */
  public ResultXml element(String name, String text) {
    open(name);
    XmlText.append(out, text);
    return close(name);
  }

  /** A map, as {@code entry} elements of key and value. */
  public ResultXml map(String name, Map<String, String> entries) {
    open(name);
    entries.forEach(
        (key, value) -> open("entry").element("key", key).element("value", value).close("entry"));
    return close(name);
  }

  /** Ends the answer. */
  public byte[] end(String requestId) {
    close(action + "Result");
    open("ResponseMetadata").element("RequestId", requestId).close("ResponseMetadata");
    close(action + "Response");
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }
}
