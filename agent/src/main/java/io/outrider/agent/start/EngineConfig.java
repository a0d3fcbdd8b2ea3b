// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.start;

import io.outrider.agent.config.Config;
import io.outrider.agent.config.Keys;
import io.outrider.agent.config.OtelKeys;
import io.outrider.agent.engine.EngineSettings;

/** What configuration says to the engine. */
final class EngineConfig {
  private EngineConfig() {}

  static EngineSettings of(Config config) {
    EngineSettings settings = new EngineSettings();
    settings.clientRequestHeaders = config.get(Keys.CLIENT_REQUEST_HEADERS);
    settings.clientResponseHeaders = config.get(Keys.CLIENT_RESPONSE_HEADERS);
    settings.serverRequestHeaders = config.get(Keys.SERVER_REQUEST_HEADERS);
    settings.serverResponseHeaders = config.get(Keys.SERVER_RESPONSE_HEADERS);
    settings.knownMethods = config.get(Keys.KNOWN_METHODS);
    settings.redactedParameters = config.get(Keys.REDACT_QUERY_PARAMETERS);
    settings.propagators = config.get(OtelKeys.PROPAGATORS);
    settings.propagationExcludedHosts = config.get(Keys.PROPAGATION_EXCLUDE);
    settings.sanitizeSql = config.get(Keys.DB_SANITIZE);
    settings.connectionSpans = config.get(Keys.DB_CONNECTION_SPANS);
    return settings;
  }
}
