// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import java.util.function.Supplier;

/**
 * Makes what answers to the application's own OpenTelemetry API, once there is one. Says Object so
 * that checking this class loads nothing of it.
 */
final class ApiSource implements Supplier<Object> {
  private final Engine engine;
  private final boolean replacesSdk;

  ApiSource(Engine engine, boolean replacesSdk) {
    this.engine = engine;
    this.replacesSdk = replacesSdk;
  }

  @Override
  public Object get() {
    return new ApiTelemetry(engine, replacesSdk);
  }
}
