package dev.understudy.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one try knows and nobody else may read, hidden wherever the other side repeats it: web
 * servers say which path they do not know, filters which link they dislike, and what they say goes
 * to the log and to the history.
 *
 * <p>A piece of six characters of a secret is hidden already, in any case of letters, so that none
 * is shown by half.
 */
final class Secrets {
  private static final int PIECE = 6;
  private static final int LENGTH_MIN = 3;

  /** Tokens, keys and ids in what is sent, where they hold a digit; what is longer is none. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{20,}+");

  private static final int TOKEN_MAX = 512;
  private static final int TOKENS_MAX = 100;

  private final Set<String> pieces = new HashSet<>();

  private Secrets() {}

  /** Path, query and user of the URL, and the tokens in the body. */
  static Secrets of(Post post) {
    URI uri = post.url().uri();
    @Nullable String user = uri.getUserInfo();
    var secrets = new Secrets();
    secrets.add(uri.getRawPath());
    secrets.add(uri.getPath());
    secrets.add(uri.getRawQuery());
    secrets.add(uri.getQuery());
    secrets.add(uri.getRawUserInfo());
    secrets.add(user);
    secrets.add(user == null ? null : base64(user));
    secrets.addTokens(post.body());
    return secrets;
  }

  /** The password in the forms in which it is sent, and the tokens in the text. */
  static Secrets of(SmtpServer server, Mail mail) {
    @Nullable String password = server.password();
    var secrets = new Secrets();
    if (password != null) {
      secrets.add(password);
      secrets.add(base64(password));
      secrets.add(base64("\0" + server.user() + "\0" + password)); // RFC 4616
      secrets.add(base64(server.user() + "\0" + server.user() + "\0" + password));
    }
    secrets.addTokens(mail.text());
    return secrets;
  }

  /** The text with each secret, or part of one, as an ellipsis. */
  String hide(String text) {
    boolean[] hidden = new boolean[text.length()];
    String folded = folded(text);
    for (int length = LENGTH_MIN; length <= PIECE; length++) {
      for (int at = 0; at + length <= text.length(); at++) {
        if (pieces.contains(folded.substring(at, at + length))) {
          Arrays.fill(hidden, at, at + length, true);
        }
      }
    }
    var shown = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      if (!hidden[at]) {
        shown.append(text.charAt(at));
      } else if (at == 0 || !hidden[at - 1]) {
        shown.append('…');
      }
    }
    return shown.toString();
  }

  private void add(@Nullable String secret) {
    if (secret == null || secret.length() < LENGTH_MIN) {
      return;
    }
    String folded = folded(secret);
    int length = Math.min(PIECE, folded.length());
    for (int at = 0; at + length <= folded.length(); at++) {
      pieces.add(folded.substring(at, at + length));
    }
  }

  private void addTokens(String text) {
    TOKEN
        .matcher(text)
        .results()
        .filter(found -> found.end() - found.start() <= TOKEN_MAX)
        .map(MatchResult::group)
        .filter(token -> token.chars().anyMatch(c -> c >= '0' && c <= '9'))
        .limit(TOKENS_MAX)
        .forEach(this::add);
  }

  /** Letter by letter, so that the length stays. */
  private static String folded(String text) {
    char[] letters = text.toCharArray();
    for (int at = 0; at < letters.length; at++) {
      letters[at] = Character.toLowerCase(letters[at]);
    }
    return new String(letters);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  /** Says nothing. */
  @Override
  public String toString() {
    return "Secrets";
  }
}
