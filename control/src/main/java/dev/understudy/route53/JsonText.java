package dev.understudy.route53;

import dev.understudy.control.ApiException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON text (RFC 8259) as maps, lists, texts, numbers, booleans and nulls. Strict: nothing
 * but JSON passes, a name occurs once in an object, and depth is bounded; length is the caller's to
 * bound. What is wrong is told with its line and column, from 1.
 */
final class JsonText {
  private static final int DEPTH_MAX = 32;

  /** Whole numbers only: the API's model has no other in what is read here. */
  private static final int DIGITS_MAX = 18;

  private final String text;
  private int at;

  private JsonText(String text) {
    this.text = text;
  }

  /**
   * The value that the text is.
   *
   * @throws ApiException InvalidInput
   */
  static @Nullable Object read(byte[] octets) throws ApiException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
    } catch (CharacterCodingException e) {
      throw Refusals.invalidInput("Malformed JSON: it is not UTF-8.");
    }
    var json = new JsonText(text);
    Object value = json.value(1);
    json.space();
    if (json.at < text.length()) {
      throw json.malformed("nothing more is expected");
    }
    return value;
  }

  private @Nullable Object value(int depth) throws ApiException {
    if (depth > DEPTH_MAX) {
      throw malformed("values are nested more than " + DEPTH_MAX + " deep");
    }
    space();
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> list(depth);
      case '"' -> string();
      case 't' -> word("true", Boolean.TRUE);
      case 'f' -> word("false", Boolean.FALSE);
      case 'n' -> word("null", null);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw malformed("a value is expected");
    };
  }

  private Map<String, @Nullable Object> object(int depth) throws ApiException {
    var members = new LinkedHashMap<String, @Nullable Object>();
    at++;
    space();
    if (peek() == '}') {
      at++;
      return members;
    }
    while (true) {
      space();
      if (peek() != '"') {
        throw malformed("a name in quotes is expected");
      }
      int named = at;
      String name = string();
      if (members.containsKey(name)) {
        at = named;
        throw malformed("the name \"" + name + "\" is there twice");
      }
      space();
      if (peek() != ':') {
        throw malformed("':' is expected");
      }
      at++;
      members.put(name, value(depth + 1));
      if (!goesOn('}')) {
        return members;
      }
    }
  }

  private List<@Nullable Object> list(int depth) throws ApiException {
    var values = new ArrayList<@Nullable Object>();
    at++;
    space();
    if (peek() == ']') {
      at++;
      return values;
    }
    do {
      values.add(value(depth + 1));
    } while (goesOn(']'));
    return values;
  }

  /** Past a comma, or past the end. */
  private boolean goesOn(char end) throws ApiException {
    space();
    char next = peek();
    if (next != ',' && next != end) {
      throw malformed("',' or '" + end + "' is expected");
    }
    at++;
    return next == ',';
  }

  private String string() throws ApiException {
    var string = new StringBuilder();
    at++;
    while (peek() != '"') {
      char c = text.charAt(at);
      if (c < ' ') {
        throw malformed("a control character must be escaped");
      }
      at++;
      string.append(c == '\\' ? escape() : c);
    }
    at++;
    return string.toString();
  }

  private char escape() throws ApiException {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9A-Fa-f]{4}")) {
          throw malformed("four hexadecimal digits are expected");
        }
        at += 4;
        yield (char) Integer.parseInt(text, at - 4, at, 16);
      }
      default -> {
        at--;
        throw malformed("there is no escape \\" + c);
      }
    };
  }

  private Long number() throws ApiException {
    int start = at;
    if (peek() == '-') {
      at++;
    }
    int digits = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    boolean whole = at == text.length() || ".eE".indexOf(text.charAt(at)) < 0;
    boolean zeros = at - digits > 1 && text.charAt(digits) == '0';
    if (!whole || zeros || at == digits || at - digits > DIGITS_MAX) {
      at = start;
      throw malformed("a whole number is expected");
    }
    return Long.valueOf(text.substring(start, at));
  }

  private @Nullable Object word(String word, @Nullable Object value) throws ApiException {
    if (!text.startsWith(word, at)) {
      throw malformed("a value is expected");
    }
    at += word.length();
    return value;
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() throws ApiException {
    if (at >= text.length()) {
      throw malformed("it ends too soon");
    }
    return text.charAt(at);
  }

  private ApiException malformed(String problem) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < Math.min(at, text.length()); i++) {
      column = text.charAt(i) == '\n' ? 1 : column + 1;
      line += text.charAt(i) == '\n' ? 1 : 0;
    }
    return Refusals.invalidInput(
        "Malformed JSON at line " + line + ", column " + column + ": " + problem + ".");
  }
}
