// SPDX-License-Identifier: Apache-2.0
package org.example.probe;

/**
 * An application's class: some of its methods carry an annotation, some are named by rules. As old
 * as {@link Calls}.
 */
public class Own {
  public Own() {
    super();
  }

  @Mark
  public String marked(String a, int b) {
    return a.concat(String.valueOf(b));
  }

  @Mark
  public static long markedWithArguments(@Mark long a, double b, String c, int d) {
    return a + d;
  }

  public String named(String a) {
    return a;
  }

  @Mark
  public String namedAndMarked(String a) {
    return a;
  }

  public String neither(String a) {
    return a;
  }
}
