// SPDX-License-Identifier: Apache-2.0
package io.outrider.benchmark;

import java.nio.file.Path;
import java.util.List;

/**
 * What is measured: a JVM with this agent.
 *
 * @param jar null for no agent
 */
record Variant(String name, Path jar) {
  static final String NONE = "none";

  List<String> jvmArguments(int backendPort) {
    return jar == null
        ? List.of()
        : List.of(
            "-javaagent:" + jar,
            "-Dotel.service.name=benchmark",
            "-Dotel.exporter.otlp.protocol=http/protobuf",
            "-Dotel.exporter.otlp.endpoint=http://127.0.0.1:" + backendPort);
  }
}
