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

  /**
   * A text.
   *
   * @param file one text and one name
   * @param octets its octets
   */
  record Source(String file, byte[] octets) {}

  /**
   * Opens what {@code name} means in the text {@code from}.
   *
   * @return under a name that is the same for the same text, whatever it was called
   * @throws IOException with a message that says what to do
   */
  Source open(String name, String from) throws IOException;
}
