// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.sql;

/**
 * The text as it is written again: one space where there was white space, and {@code IN (?)} for a
 * list of any length.
 */
final class SqlOutput {
  private final String in;
  private final StringBuilder out;
  private boolean space;
  private boolean muted;

  /** Where the list of the last IN begins; -1 when it is no plain list of values. */
  private int list = -1;

  private int listed;

  SqlOutput(String in, int end) {
    this.in = in;
    this.out = new StringBuilder(Math.min(end, 256) + 16);
  }

  void space() {
    space = true;
  }

  /** Writes nothing more until {@link #unmute}. */
  void mute() {
    muted = true;
  }

  void unmute() {
    space &= !muted;
    muted = false;
  }

  void write(char c) {
    if (!muted) {
      pad();
      out.append(c);
    }
  }

  /** Writes a part of the text as it is; it is no value. */
  void write(int start, int end) {
    list = -1;
    if (!muted) {
      pad();
      out.append(in, start, end);
    }
  }

  /** Writes what stands for a value. */
  void value() {
    listed++;
    write('?');
  }

  /** Writes a parameter as it is. */
  void parameter(int start, int end) {
    listed++;
    if (!muted) {
      pad();
      out.append(in, start, end);
    }
  }

  /** What was written last begins a list of values. */
  void beginList() {
    list = muted ? -1 : out.length();
    listed = 0;
  }

  void noList() {
    list = -1;
  }

  /** Two values or more become one. */
  void endList() {
    if (list >= 0 && listed > 1) {
      out.setLength(list);
      out.append('?');
      space = false;
    }
    list = -1;
  }

  String text() {
    return out.toString();
  }

  private void pad() {
    if (space && out.length() > 0) {
      out.append(' ');
    }
    space = false;
  }
}
