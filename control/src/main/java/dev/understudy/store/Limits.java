package dev.understudy.store;

/**
 * What the embedded engine may use.
 *
 * @param pagesMax size of the database in pages of 4096 octets
 * @param logCommitsMax commits remembered for followers that lag
 * @param logOctetsMax octets of those commits
 */
record Limits(int pagesMax, int logCommitsMax, long logOctetsMax) {
  /** No limit on the database; followers may lag by 16384 commits or 64 MiB. */
  static final Limits DEFAULT = new Limits(Integer.MAX_VALUE - 1, 16_384, 64L << 20);

  Limits {
    if (pagesMax < 1 || logCommitsMax < 1 || logOctetsMax < 1) {
      throw new IllegalArgumentException(
          "limits %d, %d, %d are not all positive"
              .formatted(pagesMax, logCommitsMax, logOctetsMax));
    }
  }
}
