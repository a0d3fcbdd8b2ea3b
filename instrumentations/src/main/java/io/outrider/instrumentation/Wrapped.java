// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/**
 * Stands in for an object of the application's, such as a task that carries its context.
 *
 * <p>Here and not beside the adapters, whose classes exist once for each application loader: what
 * one loader's adapter wrapped, another's must recognise.
 */
public interface Wrapped {
  /** What the application handed over; never null, never itself wrapped. */
  Object original();

  /** The application's own object, or {@code object} itself when it is not wrapped. */
  static Object unwrap(Object object) {
    return object instanceof Wrapped ? ((Wrapped) object).original() : object;
  }
}
