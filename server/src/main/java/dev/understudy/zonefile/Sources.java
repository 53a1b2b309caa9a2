package dev.understudy.zonefile;

import java.io.IOException;

/** Where the texts that {@code $INCLUDE} names come from. */
@FunctionalInterface
public interface Sources {
  /** No text includes another. */
  Sources NONE =
      (_, _) -> {
        throw new IOException("nothing can be included here");
      };

  /** A text. */
  final class Source {
    private final String file;
    private final byte[] octets;

    /**
     * Keeps the array.
     *
     * @param file one text and one name
     */
    public Source(String file, byte[] octets) {
      this.file = file;
      this.octets = octets;
    }

    String file() {
      return file;
    }

    byte[] octets() {
      return octets;
    }
  }

  /**
   * Opens what {@code name} means in the text {@code from}.
   *
   * @return under a name that is the same for the same text, whatever it was called
   * @throws IOException with a message that says what to do
   */
  Source open(String name, String from) throws IOException;
}
