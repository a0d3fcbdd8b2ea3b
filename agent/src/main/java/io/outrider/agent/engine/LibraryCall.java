// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.instrumentation.Headers;

/** A call that an adapter has begun and ends. */
final class LibraryCall extends io.outrider.instrumentation.ClientCall {
  private final ClientCall site;
  private final Operation operation;
  private final Headers headers;

  LibraryCall(ClientCall site, Operation operation, Headers headers) {
    this.site = site;
    this.operation = operation;
    this.headers = headers;
  }

  @Override
  public Object context() {
    return OwnGuard.without(operation.parent);
  }

  @Override
  public Throwable refusal() {
    return operation.refusal;
  }

  @Override
  public Headers headers() {
    return headers;
  }

  @Override
  public long requestNanos() {
    return site.engine.guards.requestNanos(operation);
  }

  @Override
  public void end(Throwable thrown) {
    if (operation.refusal != null) {
      site.calls.end(site.adapter, operation, null, operation.refusal, site.life);
    } else if (!operation.isEnded()) {
      site.answered(operation, null, thrown);
    }
  }

  @Override
  public void giveUp() {
    site.calls.end(site.adapter, operation, null, HttpClientCalls.GIVEN_UP, site.life);
  }
}
