package dev.understudy.incident;

import java.util.List;

/** A mail's content, rendered as plain text and as HTML. */
record Page(String title, List<Section> sections, List<Row> footer) {
  Page {
    sections = List.copyOf(sections);
    footer = List.copyOf(footer);
  }

  record Section(String heading, List<Row> rows) {
    Section {
      rows = List.copyOf(rows);
    }
  }

  /**
   * A line.
   *
   * @param label empty where the line speaks for itself
   * @param link whether the value is a URL of ours
   */
  record Row(String label, String value, boolean link) {}

  String text() {
    var out = new StringBuilder(title).append('\n');
    for (Section section : sections) {
      out.append('\n').append(section.heading()).append('\n');
      section.rows().forEach(row -> text(row, "  ", out));
    }
    out.append('\n');
    footer.forEach(row -> text(row, "", out));
    return out.toString();
  }

  private static void text(Row row, String indent, StringBuilder out) {
    out.append(indent);
    if (!row.label().isEmpty()) {
      out.append(row.label()).append(": ");
    }
    out.append(row.value()).append('\n');
  }

  /** Nothing remote, no script; colours are the reader's own. */
  String html() {
    var out =
        new StringBuilder(
            "<!DOCTYPE html><html><head><meta charset=\"utf-8\">"
                + "<meta name=\"color-scheme\" content=\"light dark\"></head>"
                + "<body style=\"font-family:sans-serif;line-height:1.4\">");
    out.append("<h2 style=\"font-size:1.2em\">").append(escape(title)).append("</h2>");
    for (Section section : sections) {
      out.append("<h3 style=\"font-size:1em;margin-bottom:0.2em\">")
          .append(escape(section.heading()))
          .append("</h3><ul style=\"margin-top:0\">");
      section.rows().forEach(row -> html(row, "li", out));
      out.append("</ul>");
    }
    out.append("<hr>");
    footer.forEach(row -> html(row, "div", out));
    return out.append("</body></html>").toString();
  }

  private static void html(Row row, String element, StringBuilder out) {
    out.append('<').append(element).append('>');
    if (!row.label().isEmpty()) {
      out.append("<b>").append(escape(row.label())).append("</b>: ");
    }
    String value = escape(row.value());
    out.append(row.link() ? "<a href=\"" + value + "\">" + value + "</a>" : value)
        .append("</")
        .append(element)
        .append(">\n");
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
