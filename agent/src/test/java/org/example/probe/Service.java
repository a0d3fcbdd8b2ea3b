// SPDX-License-Identifier: Apache-2.0
package org.example.probe;

public interface Service {
  String serve(String order);
}
