// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.probe;

import io.outrider.instrumentation.WrapAdapter;

final class ProbeWrap implements WrapAdapter {
  @Override
  public Object wrap(Object self, Object argument) {
    return argument;
  }
}
