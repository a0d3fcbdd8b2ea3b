// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

/**
 * One library: which of its methods are woven, and who reads their arguments. Found at build time
 * by being a class of this module; nothing registers it.
 *
 * <p>It is instantiated in the agent's own loader, where the library does not exist: name library
 * types, never use their class literals. Its adapters are loaded elsewhere, once per application
 * loader, where they see the library.
 */
public interface Instrumentation {
  void weave(Weaver weaver);
}
