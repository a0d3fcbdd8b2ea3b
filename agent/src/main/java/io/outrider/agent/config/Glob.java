// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.config;

/**
 * A pattern for paths or host names: {@code *} stands for any characters within a segment, {@code
 * **} for any characters at all. {@code /health/**} also matches {@code /health}, and {@code
 * **.example.com} also {@code example.com}; everything else stands for itself.
 *
 * <p>Matching allocates nothing and takes one step a character: what comes in from outside cannot
 * make it slow. It runs all places of the pattern at once, as the bits of a long (Baeza-Yates and
 * Gonnet, "A new approach to text searching", CACM 35(10), 1992), which bounds a pattern to {@value
 * #LONGEST_TAIL} places after its fixed beginning.
 */
public final class Glob {
  static final int LONGEST_TAIL = 60;

  private static final char STAR = '\uFFFE';
  private static final char DOUBLE_STAR = '\uFFFF';

  private final String pattern;
  private final boolean ignoreCase;
  private final char separator;

  /** What the text must begin with; the places are what follows. */
  private final String prefix;

  private final char[] places;

  /** True when all that may follow the beginning is a separator and anything. */
  private final boolean subtree;

  /** Places that stay reached over any character, and over any but the separator. */
  private final long doubleStars;

  private final long stars;

  /** Separators before a double star: from them the place behind the next separator is reached. */
  private final long skips;

  private final long ends;

  private Glob(String pattern, char separator, boolean ignoreCase) {
    this.pattern = pattern;
    this.separator = separator;
    this.ignoreCase = ignoreCase;
    int fixed = fixedLength(pattern, separator);
    this.prefix = pattern.substring(0, fixed);
    this.places = places(pattern.substring(fixed));
    this.subtree = pattern.substring(fixed).equals(separator + "**");
    long doubles = 0;
    long singles = 0;
    long skipping = 0;
    int n = places.length;
    for (int i = 0; i < n; i++) {
      long bit = 1L << i;
      if (places[i] == DOUBLE_STAR) {
        doubles |= bit;
        if (i > 0 && places[i - 1] == separator && i + 1 < n && places[i + 1] == separator) {
          skipping |= bit >>> 1;
        }
      } else if (places[i] == STAR) {
        singles |= bit;
      }
    }
    long accepting = 1L << n;
    if (n > 1 && places[n - 1] == DOUBLE_STAR && places[n - 2] == separator) {
      accepting |= 1L << (n - 2);
    }
    this.doubleStars = doubles;
    this.stars = singles;
    this.skips = skipping;
    this.ends = accepting;
  }

  /** For paths and routes: segments end at a slash. */
  public static Glob path(String pattern) {
    return new Glob(checked(pattern, '/'), '/', false);
  }

  /** For host names: segments end at a dot, letters match in any case. */
  public static Glob host(String pattern) {
    return new Glob(checked(pattern, '.'), '.', true);
  }

  /** For texts without segments: one star stands for any characters. */
  public static Glob text(String pattern) {
    return new Glob(checked(pattern, '\0'), '\0', false);
  }

  /** False for null. */
  public boolean matches(String text) {
    if (text == null || !begins(text)) {
      return false;
    }
    // The two most usual forms need no search.
    int n = places.length;
    if (n == 0 || subtree) {
      return text.length() == prefix.length()
          || subtree && text.charAt(prefix.length()) == separator;
    }
    long all = 1L << n;
    long reached = withStarsPassed(1L | (leadingSkip() ? 4L : 0L));
    for (int i = prefix.length(); i < text.length(); i++) {
      char c = text.charAt(i);
      long matched = 0;
      // The lowest bits first: few places are reached at any time.
      for (long open = reached & (all - 1) & ~(doubleStars | stars); open != 0; open &= open - 1) {
        if (same(places[Long.numberOfTrailingZeros(open)], c)) {
          matched |= open & -open;
        }
      }
      long next = matched << 1 | (matched & skips) << 3 | reached & doubleStars;
      if (c != separator) {
        next |= reached & stars;
      }
      reached = withStarsPassed(next);
      if (reached == 0) {
        return false;
      }
    }
    return (reached & ends) != 0;
  }

  private boolean begins(String text) {
    return ignoreCase
        ? text.regionMatches(true, 0, prefix, 0, prefix.length())
        : text.startsWith(prefix);
  }

  /** What a text must begin with to match; in this case, if case matters. */
  public String prefix() {
    return prefix;
  }

  private boolean leadingSkip() {
    return prefix.isEmpty()
        && places.length > 1
        && places[0] == DOUBLE_STAR
        && places[1] == separator;
  }

  /** A star may stand for nothing. Two never follow each other. */
  private long withStarsPassed(long reached) {
    return reached | (reached & (stars | doubleStars)) << 1;
  }

  private boolean same(char place, char c) {
    if (place == c) {
      return true;
    }
    return ignoreCase && (place ^ c) == 0x20 && (place | 0x20) >= 'a' && (place | 0x20) <= 'z';
  }

  private static String checked(String given, char separator) {
    String pattern = simplest(given, separator);
    int tail = places(pattern.substring(fixedLength(pattern, separator))).length;
    if (tail > LONGEST_TAIL) {
      throw new IllegalArgumentException(
          "more than " + LONGEST_TAIL + " characters from its first * on");
    }
    return pattern;
  }

  /** Up to the first star, and before the separator that a double star may swallow. */
  private static int fixedLength(String pattern, char separator) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return pattern.length();
    }
    boolean swallows =
        star > 0 && pattern.charAt(star - 1) == separator && pattern.startsWith("**", star);
    return swallows ? star - 1 : star;
  }

  private static char[] places(String tail) {
    return tail.replace("**", String.valueOf(DOUBLE_STAR)).replace('*', STAR).toCharArray();
  }

  /** Two double stars, next to each other or with a separator between, are no more than one. */
  private static String simplest(String pattern, char separator) {
    String simple = pattern;
    String before;
    do {
      before = simple;
      simple = simple.replace("***", "**").replace("**" + separator + "**", "**");
    } while (!simple.equals(before));
    return simple;
  }

  @Override
  public String toString() {
    return pattern;
  }
}
