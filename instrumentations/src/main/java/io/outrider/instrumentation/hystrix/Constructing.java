// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.hystrix;

import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.ScopeAdapter;

/** While a command constructs what it will be asked for, it may begin with it already. */
final class Constructing implements ScopeAdapter {
  @Override
  public Object context(Object self, Object a0) {
    return Contexts.ownGuard(Running.LIBRARY);
  }
}
