// SPDX-License-Identifier: Apache-2.0
package org.example.probe;

public interface Greeter {
  default String greet(String name) {
    return name;
  }
}
