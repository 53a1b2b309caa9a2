package dev.understudy.probe;

/** Foreign text made fit to be shown: printable ASCII stays, everything else becomes a dot. */
final class Printable {
  private Printable() {}

  static String of(CharSequence text) {
    var printable = new StringBuilder(text.length());
    text.chars().forEach(c -> printable.append(c >= ' ' && c < 0x7f ? (char) c : '.'));
    return printable.toString();
  }
}
