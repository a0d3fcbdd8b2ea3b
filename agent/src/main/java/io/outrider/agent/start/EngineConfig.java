// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.start;

import io.outrider.agent.config.AddressBlock;
import io.outrider.agent.config.Config;
import io.outrider.agent.config.Glob;
import io.outrider.agent.config.Key;
import io.outrider.agent.config.Keys;
import io.outrider.agent.config.OtelKeys;
import io.outrider.agent.config.SamplingRules;
import io.outrider.agent.engine.EngineSettings;
import io.outrider.agent.log.AgentLog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What configuration says to the engine. */
public final class EngineConfig {
  /** Spelled out: to ask RuleSuffix would load it before every main, rules or none. */
  private static final String[] RULES = {
    "outrider.rules",
    "outrider.timeout",
    "outrider.circuit-breaker",
    "outrider.criticality",
    "outrider.degrade",
    "outrider.shed",
    "outrider.rate-limit",
    "outrider.deadline",
    "outrider.concurrency",
    "outrider.bulkhead",
    "outrider.fault",
    "outrider.retry",
    "outrider.fallback",
    "outrider.buffer",
    "outrider.sampling.rules"
  };

  private EngineConfig() {}

  /** Whether anything was said that is read only with the engine, and may be wrong. */
  static boolean hasRules(Config config) {
    for (String prefix : RULES) {
      if (!config.section(prefix).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  static EngineSettings of(Config config) {
    EngineSettings settings = new EngineSettings();
    List<String> problems = new ArrayList<String>();
    settings.clientRequestHeaders = list(config, Keys.CLIENT_REQUEST_HEADERS);
    settings.clientResponseHeaders = list(config, Keys.CLIENT_RESPONSE_HEADERS);
    settings.serverRequestHeaders = list(config, Keys.SERVER_REQUEST_HEADERS);
    settings.serverResponseHeaders = list(config, Keys.SERVER_RESPONSE_HEADERS);
    settings.knownMethods = list(config, Keys.KNOWN_METHODS);
    settings.redactedParameters = list(config, Keys.REDACT_QUERY_PARAMETERS);
    settings.propagators = list(config, OtelKeys.PROPAGATORS);
    settings.propagationExcludedHosts = hosts(config, problems);
    settings.trustedProxies = proxies(config, problems);
    settings.sanitizeSql = config.get(Keys.DB_SANITIZE);
    settings.connectionSpans = config.get(Keys.DB_CONNECTION_SPANS);
    settings.receiveSpans = config.get(Keys.RECEIVE_SPANS);
    settings.messagePropagation = config.get(Keys.MESSAGE_PROPAGATION);
    settings.logFields = logFields(config);
    settings.replaceOwnSdk = "replace".equals(config.get(Keys.OWN_SDK));
    settings.respectOwnGuards = "observe".equals(config.get(Keys.OWN_GUARDS));
    for (int i = 0; i < problems.size(); i++) {
      AgentLog.warn("config.entry." + i, problems.get(i));
    }
    settings.guards = GuardConfig.of(config);
    settings.sampling = SamplingRules.from(config);
    return settings;
  }

  /** What of the lists of addresses and patterns would be left out, each a whole message. */
  public static List<String> problems(Config config) {
    List<String> problems = new ArrayList<String>();
    proxies(config, problems);
    hosts(config, problems);
    return problems;
  }

  private static String[] logFields(Config config) {
    if (!config.get(Keys.LOGS_CORRELATION)) {
      return null;
    }
    return "ecs".equals(config.get(Keys.LOGS_NAMES))
        ? new String[] {"trace.id", "span.id"}
        : new String[] {"trace_id", "span_id", "trace_flags"};
  }

  /** Leaves out what is no address, and says so. */
  private static List<AddressBlock> proxies(Config config, List<String> problems) {
    List<AddressBlock> blocks = new ArrayList<AddressBlock>();
    for (String text : list(config, Keys.TRUSTED_PROXIES)) {
      AddressBlock block = AddressBlock.parse(text);
      if (block != null) {
        blocks.add(block);
      } else {
        problems.add(
            "outrider.trusted-proxies has an entry that is left out, "
                + text
                + ": allowed is "
                + AddressBlock.ALLOWED);
      }
    }
    return blocks;
  }

  /** Leaves out what is no pattern, and says so. */
  private static List<Glob> hosts(Config config, List<String> problems) {
    List<Glob> globs = new ArrayList<Glob>();
    for (String pattern : list(config, Keys.PROPAGATION_EXCLUDE)) {
      try {
        globs.add(Glob.host(pattern));
      } catch (IllegalArgumentException e) {
        problems.add(
            "outrider.propagation.exclude has a pattern that is left out, "
                + pattern
                + ": it has "
                + e.getMessage()
                + ". Fix: shorten it.");
      }
    }
    return globs;
  }

  /** Keys without a default have no value; here that is an empty list. */
  static List<String> list(Config config, Key<List<String>> key) {
    List<String> values = config.get(key);
    return values == null ? Collections.<String>emptyList() : values;
  }
}
