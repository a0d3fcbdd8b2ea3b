// SPDX-License-Identifier: Apache-2.0
package org.example.probe;

public class DeepService extends BaseService {
  @Override
  public String serve(String order) {
    return order;
  }
}
