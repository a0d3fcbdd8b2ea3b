// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

import java.util.concurrent.Callable;

/** Does by itself what a woven method was asked for, all of whose arguments it gets. */
public interface InsteadAdapter {
  /**
   * @param arguments of the method, in their order; a copy
   * @return what is called in the place of the method's body: what it returns or throws, the method
   *     returns or throws. Null to let the body run.
   */
  Callable<?> instead(Object self, Object[] arguments) throws Exception;
}
