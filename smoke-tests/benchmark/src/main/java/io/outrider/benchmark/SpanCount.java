// SPDX-License-Identifier: Apache-2.0
package io.outrider.benchmark;

/**
 * Counts the spans of an OTLP {@code ExportTraceServiceRequest} without decoding them: field 1
 * (resource_spans), in it field 2 (scope_spans), in it field 2 (spans).
 */
final class SpanCount {
  private static final int[] PATH = {1, 2, 2};

  private final byte[] message;
  private int at;

  private SpanCount(byte[] message) {
    this.message = message;
  }

  static int of(byte[] message) {
    return new SpanCount(message).count(message.length, 0);
  }

  private int count(int end, int depth) {
    int found = 0;
    while (at < end) {
      long tag = varint();
      switch ((int) tag & 7) {
        case 0 -> varint();
        case 1 -> at += 8;
        case 5 -> at += 4;
        case 2 -> {
          int length = (int) varint();
          int next = at + length;
          if (tag >>> 3 == PATH[depth]) {
            found += depth == PATH.length - 1 ? 1 : count(next, depth + 1);
          }
          at = next;
        }
        default -> throw new IllegalArgumentException("not protobuf at byte " + at);
      }
    }
    return found;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = message[at++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }
}
