// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.instrumentation.WeakStore;

/**
 * The calls that spread over several methods of one object, by that object. Also holds what is
 * known of an object whose call is over.
 */
final class OpenCalls extends WeakStore<Object, Object> {
  private static final int MOST = 50_000;

  private final HttpClientCalls calls;

  OpenCalls(HttpClientCalls calls) {
    super(MOST);
    this.calls = calls;
  }

  /** An application that drops a connection gives up its call: what was granted is handed back. */
  @Override
  protected void released(Object state) {
    if (state instanceof Operation) {
      calls.abandon((Operation) state);
    }
  }
}
