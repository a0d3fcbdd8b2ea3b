// SPDX-License-Identifier: Apache-2.0
package org.example.probe;

public class Misfit {
  public String run(String argument) {
    return argument;
  }
}
