// SPDX-License-Identifier: Apache-2.0
package org.example.probe;

/** What an adapter uses of its library. */
public class Things {
  public static int[] LIMIT = {1};

  static {
    System.setProperty("io.outrider.things", "initialised");
  }

  private final String name;

  public Things(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  public static int count() {
    return 1;
  }
}
