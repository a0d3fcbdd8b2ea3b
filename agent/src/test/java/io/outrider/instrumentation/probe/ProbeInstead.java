// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.probe;

import io.outrider.instrumentation.InsteadAdapter;
import java.util.concurrent.Callable;

final class ProbeInstead implements InsteadAdapter {
  @Override
  public Callable<?> instead(Object self, Object[] arguments) {
    return null;
  }
}
