// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import java.nio.charset.Charset;
import java.util.BitSet;
import java.util.Set;

/**
 * Reads of a class file only what decides whether it is looked at more closely: version, flags,
 * names of supertypes, and whether it declares one of some methods. One pass over the constant
 * pool; JVMS 4.1 and 4.4.
 */
final class ClassHeader {
  /** A method of a name that was looked for is declared. */
  static final int DECLARES = 1;

  /** A descriptor that was looked for is among the constants. */
  static final int MENTIONS = 2;

  private static final int INTERFACE = 0x0200;
  private static final int MODULE = 0x8000;
  private static final Charset UTF8 = Charset.forName("UTF-8");

  private final byte[] file;
  private final int[] offsets;
  private int end;

  /**
   * @throws IndexOutOfBoundsException when this is no class file; so do the other methods
   */
  ClassHeader(byte[] file) {
    this.file = file;
    this.offsets = new int[u2(8)];
    int at = 10;
    for (int i = 1; i < offsets.length; i++) {
      offsets[i] = at;
      switch (file[at]) {
        case 1:
          at += 3 + u2(at + 1);
          break;
        case 3:
        case 4:
        case 9:
        case 10:
        case 11:
        case 12:
        case 17:
        case 18:
          at += 5;
          break;
        case 5:
        case 6:
          at += 9;
          i++;
          break;
        case 7:
        case 8:
        case 16:
        case 19:
        case 20:
          at += 3;
          break;
        case 15:
          at += 4;
          break;
        default:
          throw new ArrayIndexOutOfBoundsException("constant of kind " + file[at]);
      }
    }
    end = at;
  }

  static int majorVersion(byte[] file) {
    return ((file[6] & 0xff) << 8) | (file[7] & 0xff);
  }

  boolean isInterface() {
    return (u2(end) & (INTERFACE | MODULE)) != 0;
  }

  /** Null for Object. */
  String superName() {
    int index = u2(end + 4);
    return index == 0 ? null : className(index);
  }

  String[] interfaces() {
    String[] names = new String[u2(end + 6)];
    for (int i = 0; i < names.length; i++) {
      names[i] = className(u2(end + 8 + 2 * i));
    }
    return names;
  }

  /** Whether a method of one of these names is declared here, with a body or without. */
  boolean declares(Names names) {
    return (find(names) & DECLARES) != 0;
  }

  /**
   * Looks for names of methods and for descriptors of annotations in one pass; no method's name has
   * a semicolon (JVMS 4.2.2).
   *
   * @return the sum of {@link #DECLARES} and {@link #MENTIONS}, or of none
   */
  int find(Names names) {
    int mentions = 0;
    // Most classes have none of the names in their constant pool, and are done here.
    BitSet found = null;
    for (int i = 1; i < offsets.length; i++) {
      int at = offsets[i];
      if (at != 0 && file[at] == 1 && names.contains(file, at + 3, u2(at + 1))) {
        if (file[at + 2 + u2(at + 1)] == ';') {
          mentions = MENTIONS;
        } else {
          if (found == null) {
            found = new BitSet(offsets.length);
          }
          found.set(i);
        }
      }
    }
    if (found == null) {
      return mentions;
    }
    int at = afterMembers(end + 8 + 2 * u2(end + 6));
    int methods = u2(at);
    at += 2;
    for (int i = 0; i < methods; i++) {
      if (found.get(u2(at + 2))) {
        return mentions | DECLARES;
      }
      at = afterMember(at);
    }
    return mentions;
  }

  private int afterMembers(int table) {
    int count = u2(table);
    int at = table + 2;
    for (int i = 0; i < count; i++) {
      at = afterMember(at);
    }
    return at;
  }

  /** Past a field or a method, and the attributes it has (JVMS 4.5, 4.6). */
  private int afterMember(int member) {
    int attributes = u2(member + 6);
    int at = member + 8;
    for (int i = 0; i < attributes; i++) {
      int length = u2(at + 2) << 16 | u2(at + 4);
      if (length < 0) {
        throw new ArrayIndexOutOfBoundsException("attribute of length " + length);
      }
      at += 6 + length;
    }
    return at;
  }

  private String className(int index) {
    int at = offsets[u2(offsets[index] + 1)];
    return new String(file, at + 3, u2(at + 1), UTF8);
  }

  private int u2(int at) {
    return ((file[at] & 0xff) << 8) | (file[at + 1] & 0xff);
  }

  /** A set of names that is asked with bytes. */
  static final class Names {
    private final byte[][][] byLength;

    Names(Set<String> names) {
      int longest = 0;
      for (String name : names) {
        longest = Math.max(longest, name.length());
      }
      // A name of Java's may have three bytes a character.
      byLength = new byte[3 * longest + 1][][];
      for (String name : names) {
        byte[] bytes = name.getBytes(UTF8);
        byte[][] old = byLength[bytes.length];
        byte[][] more = new byte[old == null ? 1 : old.length + 1][];
        if (old != null) {
          System.arraycopy(old, 0, more, 0, old.length);
        }
        more[more.length - 1] = bytes;
        byLength[bytes.length] = more;
      }
    }

    boolean contains(byte[] file, int at, int length) {
      byte[][] same = length < byLength.length ? byLength[length] : null;
      if (same == null) {
        return false;
      }
      for (byte[] name : same) {
        if (equal(name, file, at)) {
          return true;
        }
      }
      return false;
    }

    private static boolean equal(byte[] name, byte[] file, int at) {
      for (int i = 0; i < name.length; i++) {
        if (name[i] != file[at + i]) {
          return false;
        }
      }
      return true;
    }
  }
}
