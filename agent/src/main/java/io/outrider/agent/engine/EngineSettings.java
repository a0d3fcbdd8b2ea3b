// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.agent.config.AddressBlock;
import io.outrider.agent.config.Glob;
import io.outrider.agent.config.SamplingRules;
import io.outrider.agent.guard.GuardRules;
import java.util.Collections;
import java.util.List;

/** What the engine reads from configuration, once. */
public final class EngineSettings {
  public List<String> clientRequestHeaders = Collections.emptyList();
  public List<String> clientResponseHeaders = Collections.emptyList();
  public List<String> serverRequestHeaders = Collections.emptyList();
  public List<String> serverResponseHeaders = Collections.emptyList();
  public List<String> knownMethods = Collections.emptyList();
  public List<String> redactedParameters = Collections.emptyList();
  public List<String> propagators = Collections.emptyList();
  public List<Glob> propagationExcludedHosts = Collections.emptyList();
  public List<AddressBlock> trustedProxies = Collections.emptyList();
  public SamplingRules sampling;
  public GuardRules guards = GuardRules.NONE;
  public boolean respectOwnGuards = true;

  /** An OpenTelemetry that the application registers is passed over. */
  public boolean replaceOwnSdk;

  /** Null when there is no file to be read again. */
  public Reloads reloads;

  public boolean sanitizeSql = true;
  public boolean connectionSpans;

  /** Also where messages are asked for outside any trace, such as in the loop of a consumer. */
  public boolean receiveSpans;

  /** Whether messages carry the context, where they have a place for it. */
  public boolean messagePropagation = true;

  /** The fields of a log's line: trace, span and, if there is a third, flags; null: none. */
  public String[] logFields = {"trace_id", "span_id", "trace_flags"};
}
