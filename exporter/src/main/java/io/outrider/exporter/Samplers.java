// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import io.opentelemetry.sdk.trace.samplers.Sampler;

/** Makes the sampler that {@code otel.traces.sampler} names. */
final class Samplers {

  private static final String KEY = "otel.traces.sampler";
  private static final String DEFAULT = "parentbased_always_on";
  private static final String PARENT_BASED = "parentbased_";

  private Samplers() {}

  static Sampler of(Settings settings) {
    String name = settings.name(KEY, DEFAULT);
    boolean parentBased = name.startsWith(PARENT_BASED);
    Sampler root = root(parentBased ? name.substring(PARENT_BASED.length()) : name, settings);
    if (root == null) {
      settings.bad(
          KEY, name, "always_on, always_off, traceidratio, each also as parentbased_...", DEFAULT);
      return Sampler.parentBased(Sampler.alwaysOn());
    }
    return parentBased ? Sampler.parentBased(root) : root;
  }

  private static Sampler root(String name, Settings settings) {
    switch (name) {
      case "always_on":
        return Sampler.alwaysOn();
      case "always_off":
        return Sampler.alwaysOff();
      case "traceidratio":
        return Sampler.traceIdRatioBased(settings.ratio(KEY + ".arg", 1.0));
      default:
        return null;
    }
  }
}
