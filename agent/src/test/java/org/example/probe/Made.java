// SPDX-License-Identifier: Apache-2.0
package org.example.probe;

/** Says nothing of what it was made with. */
public class Made {
  public Made() {
    this("nothing");
  }

  public Made(String with) {
    super();
    if (with.length() == 0) {
      throw new IllegalArgumentException("empty");
    }
  }
}
