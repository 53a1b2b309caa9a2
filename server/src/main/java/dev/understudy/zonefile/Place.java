package dev.understudy.zonefile;

/**
 * Where something is said.
 *
 * @param line from 1
 */
public record Place(String file, int line) {

  /** As compilers write it: {@code db.example:17}. */
  @Override
  public String toString() {
    return file + ":" + line;
  }
}
