// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/** Names the context a method's body runs in. */
public interface ScopeAdapter {
  /**
   * A context from {@link Contexts#current()}, {@link Contexts#none()} for the root, or null to
   * change nothing.
   */
  Object context(Object self, Object a0);
}
