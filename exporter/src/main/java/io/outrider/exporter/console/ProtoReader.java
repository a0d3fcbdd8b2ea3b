// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks one protobuf message field by field: call {@link #next()}, look at {@link #field()}, then
 * read the value with the accessor of its type or leave it, in which case it is skipped.
 *
 * <p>It never copies a nested message and never trusts a length: whatever does not fit is a {@link
 * MalformedRequest}. Groups, which proto3 does not have, are malformed too.
 */
final class ProtoReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED32 = 5;

  /** More than any histogram has buckets; without it an unpacked field costs quadratic time. */
  private static final int MAX_REPEATED = 4096;

  /** The year 2096. */
  private static final long LATEST = 4_000_000_000_000_000_000L;

  private final byte[] data;
  private final int end;
  private int position;
  private int field;
  private int wireType;
  private boolean unread;

  ProtoReader(byte[] data) {
    this(data, 0, data.length);
  }

  private ProtoReader(byte[] data, int start, int end) {
    this.data = data;
    this.position = start;
    this.end = end;
  }

  /** Moves to the next field; false at the end of the message. */
  boolean next() throws MalformedRequest {
    if (unread) {
      skip();
    }
    if (position == end) {
      return false;
    }
    long tag = rawVarint();
    field = (int) (tag >>> 3);
    wireType = (int) (tag & 7);
    if (tag >>> 32 != 0 || field == 0) {
      throw new MalformedRequest("field number out of range at byte " + position);
    }
    unread = true;
    return true;
  }

  int field() {
    return field;
  }

  /** Of the types int32, int64, uint32, uint64, bool and enum. */
  long varint() throws MalformedRequest {
    take(VARINT);
    return rawVarint();
  }

  /** Of the types sint32 and sint64. */
  long zigzag() throws MalformedRequest {
    long raw = varint();
    return (raw >>> 1) ^ -(raw & 1);
  }

  /** Of the types fixed64 and sfixed64. */
  long fixed64() throws MalformedRequest {
    take(FIXED64);
    return rawFixed64();
  }

  /** Nanoseconds since the epoch; 0 for what no clock says, so that sums cannot overflow. */
  long time() throws MalformedRequest {
    long nanos = fixed64();
    return nanos < 0 || nanos > LATEST ? 0 : nanos;
  }

  double float64() throws MalformedRequest {
    return Double.longBitsToDouble(fixed64());
  }

  String string() throws MalformedRequest {
    int length = takeLength();
    String text = new String(data, position, length, StandardCharsets.UTF_8);
    position += length;
    return text;
  }

  /** The bytes as lower-case hexadecimal digits, the way ids of traces and spans are written. */
  String hex() throws MalformedRequest {
    int length = takeLength();
    StringBuilder text = new StringBuilder(length * 2);
    for (int i = 0; i < length; i++) {
      int b = data[position++];
      text.append(Character.forDigit((b >> 4) & 15, 16)).append(Character.forDigit(b & 15, 16));
    }
    return text.toString();
  }

  /** A reader over the nested message. */
  ProtoReader message() throws MalformedRequest {
    int length = takeLength();
    position += length;
    return new ProtoReader(data, position - length, position);
  }

  /** Adds a repeated fixed64 or double field, packed or not, to what was read of it before. */
  long[] appendFixed64(long[] before) throws MalformedRequest {
    int bytes = 8;
    if (wireType == FIXED64) {
      take(FIXED64);
    } else {
      bytes = takeLength();
    }
    if (bytes % 8 != 0 || bytes > end - position || before.length + bytes / 8 > MAX_REPEATED) {
      throw new MalformedRequest("packed field of " + bytes + " bytes at byte " + position);
    }
    long[] all = Arrays.copyOf(before, before.length + bytes / 8);
    for (int i = before.length; i < all.length; i++) {
      all[i] = rawFixed64();
    }
    return all;
  }

  private void skip() throws MalformedRequest {
    switch (wireType) {
      case VARINT:
        varint();
        break;
      case FIXED64:
        fixed64();
        break;
      case LENGTH:
        int length = takeLength(); // Moves the position itself, so not in one expression.
        position += length;
        break;
      case FIXED32:
        take(FIXED32);
        need(4);
        position += 4;
        break;
      default:
        throw new MalformedRequest("wire type " + wireType + " at byte " + position);
    }
  }

  private int takeLength() throws MalformedRequest {
    take(LENGTH);
    long length = rawVarint();
    if (length < 0 || length > end - position) {
      throw new MalformedRequest("length " + length + " exceeds the message at byte " + position);
    }
    return (int) length;
  }

  private void take(int expected) throws MalformedRequest {
    if (!unread || wireType != expected) {
      throw new MalformedRequest(
          "field " + field + " has wire type " + wireType + ", not " + expected);
    }
    unread = false;
  }

  private long rawVarint() throws MalformedRequest {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      need(1);
      byte b = data[position++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new MalformedRequest("varint longer than 10 bytes at byte " + position);
  }

  private long rawFixed64() throws MalformedRequest {
    need(8);
    long value = 0;
    for (int shift = 0; shift < 64; shift += 8) {
      value |= (data[position++] & 0xffL) << shift;
    }
    return value;
  }

  private void need(int bytes) throws MalformedRequest {
    if (end - position < bytes) {
      throw new MalformedRequest("message ends inside a value at byte " + position);
    }
  }
}
