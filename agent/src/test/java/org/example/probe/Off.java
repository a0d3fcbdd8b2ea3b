// SPDX-License-Identifier: Apache-2.0
package org.example.probe;

public class Off {
  public String run(String argument) {
    return argument;
  }
}
