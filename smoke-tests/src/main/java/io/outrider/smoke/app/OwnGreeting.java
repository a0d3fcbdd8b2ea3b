// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.app;

/** Has a method with a body. */
public interface OwnGreeting {
  default String greet(String name) {
    return "hello " + name;
  }
}
