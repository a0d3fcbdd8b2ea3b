// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.HttpServerAdapter;

/** What a server answers when a guard refuses a request. */
final class Refused {
  private final int status;
  private final Headers headers;
  private final byte[] body;

  Refused(int status, Headers headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  <Q, R> void answer(HttpServerAdapter<Q, R> adapter, Q request, R response) throws Exception {
    adapter.answer(request, response, status, headers, body);
  }
}
