// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.resource;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.resources.Resource;
import java.net.URLDecoder;
import java.util.List;
import java.util.Map;

/** Describes the process that telemetry comes from, by the OpenTelemetry resource conventions. */
public final class ResourceDetector {

  private ResourceDetector() {}

  /**
   * Looks at the process and its surroundings; reads some small files and no network.
   *
   * @param serviceName the configured {@code otel.service.name}, or null
   * @param declared the pairs of {@code otel.resource.attributes}, still percent-encoded; they win
   *     over what is found
   * @param version the distribution's version, or null
   * @param commandArgs whether to report {@code process.command_args}, which may hold secrets
   * @return the resource
   */
  public static Resource detect(
      String serviceName, Map<String, String> declared, String version, boolean commandArgs) {
    return detect(Machine.real(), serviceName, declared, version, commandArgs);
  }

  static Resource detect(
      Machine machine,
      String serviceName,
      Map<String, String> declared,
      String version,
      boolean commandArgs) {
    AttributesBuilder found = Attributes.builder();
    put(found, "service.instance.id", HostFacts.randomId(machine));
    put(found, "telemetry.distro.name", "outrider");
    put(found, "telemetry.distro.version", version);
    put(found, "host.name", HostFacts.name(machine));
    put(found, "host.arch", HostFacts.architecture(machine));
    put(found, "os.type", HostFacts.osType(machine));
    put(found, "os.description", HostFacts.osDescription(machine));
    put(found, "container.id", ContainerId.of(machine));
    process(found, machine, commandArgs);
    for (Map.Entry<String, String> pair : declared.entrySet()) {
      put(found, pair.getKey(), decoded(pair.getValue()));
    }
    if (serviceName != null) {
      put(found, "service.name", serviceName);
    } else if (!declared.containsKey("service.name")) {
      put(found, "service.name", ServiceName.of(machine));
    }
    return Resource.getDefault().merge(Resource.create(found.build()));
  }

  private static void process(AttributesBuilder found, Machine machine, boolean commandArgs) {
    long pid = ProcessFacts.pid(machine);
    if (pid >= 0) {
      found.put(AttributeKey.longKey("process.pid"), pid);
    }
    put(found, "process.executable.path", ProcessFacts.executable(machine));
    if (commandArgs) {
      List<String> arguments = ProcessFacts.arguments(machine);
      if (!arguments.isEmpty()) {
        found.put(AttributeKey.stringArrayKey("process.command_args"), arguments);
      }
    }
    put(found, "process.runtime.name", machine.property("java.runtime.name"));
    put(found, "process.runtime.version", machine.property("java.runtime.version"));
    put(
        found,
        "process.runtime.description",
        machine.property("java.vm.vendor", "")
            + " "
            + machine.property("java.vm.name", "")
            + " "
            + machine.property("java.vm.version", ""));
  }

  private static void put(AttributesBuilder found, String key, String value) {
    if (value != null) {
      found.put(AttributeKey.stringKey(key), value);
    }
  }

  private static String decoded(String value) {
    try {
      // A plus sign is itself here; the decoder is made for forms, where it is a blank.
      return URLDecoder.decode(value.replace("+", "%2B"), "UTF-8");
    } catch (java.io.UnsupportedEncodingException | IllegalArgumentException e) {
      return value;
    }
  }
}
