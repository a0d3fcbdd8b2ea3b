// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import java.util.SplittableRandom;

/**
 * Makes 64 bits of a key, which then stand for it: SipHash-1-3 (Aumasson and Bernstein) over UTF-16
 * with a secret of this process, so that nobody outside can choose keys that meet in one place.
 *
 * <p>Of a key longer than {@value #LONGEST} characters only its ends and its length count: whoever
 * calls decides how long it is, not how much time that takes.
 */
final class KeyHash {
  static final int LONGEST = 1024;

  private final long k0;
  private final long k1;

  /** With a new secret. It is random enough: no security provider is woken up for it. */
  KeyHash() {
    SplittableRandom random = new SplittableRandom();
    k0 = random.nextLong() ^ (long) System.identityHashCode(this) << 32;
    k1 = random.nextLong() ^ System.nanoTime();
  }

  /** Never {@link Tokens#NO_KEY}. */
  long of(String key) {
    int length = key.length();
    String text =
        length <= LONGEST
            ? key
            : key.substring(0, LONGEST / 2) + key.substring(length - LONGEST / 2);
    long hash = hash(text, length);
    return hash == Tokens.NO_KEY ? 1 : hash;
  }

  private long hash(String text, int wholeLength) {
    long v0 = k0 ^ 0x736f6d6570736575L;
    long v1 = k1 ^ 0x646f72616e646f6dL;
    long v2 = k0 ^ 0x6c7967656e657261L;
    long v3 = k1 ^ 0x7465646279746573L;
    int chars = text.length();
    // Four chars a word, then the rest with the length above it, then three rounds of nothing.
    int words = chars / 4 + 1;
    for (int w = 0; w < words + 3; w++) {
      long word = 0;
      if (w < words) {
        int end = Math.min(chars, w * 4 + 4);
        for (int i = w * 4; i < end; i++) {
          word |= (long) text.charAt(i) << 16 * (i - w * 4);
        }
        if (w == words - 1) {
          word |= (long) wholeLength << 48;
        }
        v3 ^= word;
      } else if (w == words) {
        v2 ^= 0xff;
      }
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
      v0 ^= word;
    }
    return v0 ^ v1 ^ v2 ^ v3;
  }
}
