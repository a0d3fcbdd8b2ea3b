// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.resources.Resource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceDetectorTest {

  private FakeMachine machine;

  @BeforeEach
  void makeMachine(@TempDir Path root) {
    machine = new FakeMachine(root);
  }

  private Resource detect(String serviceName, Map<String, String> declared) {
    return ResourceDetector.detect(machine.build(), serviceName, declared, "1.2.3", false);
  }

  private static String text(Resource resource, String key) {
    return resource.getAttribute(AttributeKey.stringKey(key));
  }

  @Test
  void theConfiguredNameWinsOverTheDeclaredOverTheFound() {
    machine.started("com.example.Main");

    assertThat(text(detect(null, Map.of()), "service.name")).isEqualTo("Main");
    assertThat(text(detect(null, Map.of("service.name", "b")), "service.name")).isEqualTo("b");
    assertThat(text(detect("a", Map.of("service.name", "b")), "service.name")).isEqualTo("a");
  }

  @Test
  void declaredAttributesAreDecodedAndWin() {
    machine.file("etc/hostname", "found\n");
    Resource resource =
        detect(null, Map.of("host.name", "declared", "team", "a%20b+c", "bad", "%zz"));

    assertThat(text(resource, "host.name")).isEqualTo("declared");
    assertThat(text(resource, "team")).isEqualTo("a b+c");
    assertThat(text(resource, "bad")).isEqualTo("%zz");
  }

  @Test
  void theHostsNameComesFromVariableKernelOrFile() {
    machine.file("etc/hostname", "c\n");
    assertThat(text(detect(null, Map.of()), "host.name")).isEqualTo("c");
    machine.file("proc/sys/kernel/hostname", "b\n");
    assertThat(text(detect(null, Map.of()), "host.name")).isEqualTo("b");
    machine.environment("HOSTNAME", "a");
    assertThat(text(detect(null, Map.of()), "host.name")).isEqualTo("a");
  }

  @ParameterizedTest
  @CsvSource({
    "amd64, amd64",
    "x86_64, amd64",
    "aarch64, arm64",
    "i386, x86",
    "arm, arm32",
    "s390x, s390x"
  })
  void architecturesAreSpeltAsTheConventionsSay(String found, String said) {
    machine.property("os.arch", found);

    assertThat(text(detect(null, Map.of()), "host.arch")).isEqualTo(said);
  }

  @ParameterizedTest
  @CsvSource({"Linux, linux", "Mac OS X, darwin", "Windows Server 2022, windows", "HP-UX, hpux"})
  void systemsAreSpeltAsTheConventionsSay(String found, String said) {
    machine.property("os.name", found).property("os.version", "5");

    assertThat(text(detect(null, Map.of()), "os.type")).isEqualTo(said);
    assertThat(text(detect(null, Map.of()), "os.description")).isEqualTo(found + " 5");
  }

  @Test
  void instancesHaveRandomIds() {
    String first = text(detect(null, Map.of()), "service.instance.id");
    String second = text(detect(null, Map.of()), "service.instance.id");

    assertThat(first).isNotEqualTo(second);
    assertThat(UUID.fromString(first).version()).isEqualTo(4);
    assertThat(UUID.fromString(first).variant()).isEqualTo(2);
    assertThat(text(detect(null, Map.of("service.instance.id", "x")), "service.instance.id"))
        .isEqualTo("x");
  }

  @Test
  void theDistributionAndTheSdkAreNamed() {
    Resource resource = detect(null, Map.of());

    assertThat(text(resource, "telemetry.distro.name")).isEqualTo("outrider");
    assertThat(text(resource, "telemetry.distro.version")).isEqualTo("1.2.3");
    assertThat(text(resource, "telemetry.sdk.name")).isEqualTo("opentelemetry");
    assertThat(text(resource, "telemetry.sdk.language")).isEqualTo("java");
  }

  @Test
  void theRealProcessIsDescribedWithoutItsArguments() {
    Resource resource = ResourceDetector.detect(null, Map.of(), null, false);

    assertThat(resource.getAttribute(AttributeKey.longKey("process.pid")))
        .isEqualTo(ProcessHandle.current().pid());
    assertThat(text(resource, "process.executable.path")).contains("java");
    assertThat(text(resource, "process.runtime.version"))
        .isEqualTo(System.getProperty("java.runtime.version"));
    assertThat(resource.getAttribute(AttributeKey.stringArrayKey("process.command_args"))).isNull();
    assertThat(text(resource, "process.command_line")).isNull();
  }

  @Test
  void argumentsAreReportedWhenAskedFor() {
    machine.file("proc/self/cmdline", "java\0-jar\0shop.jar\0--password=x\0");
    Resource resource = ResourceDetector.detect(machine.build(), null, Map.of(), null, true);

    assertThat(resource.getAttribute(AttributeKey.stringArrayKey("process.command_args")))
        .isEqualTo(List.of("java", "-jar", "shop.jar", "--password=x"));
  }

  @Test
  void anUnreadableMachineStillHasAName() {
    Resource resource = detect(null, Map.of());

    assertThat(text(resource, "service.name")).isEqualTo("unknown_service:java");
    assertThat(text(resource, "host.name")).isNull();
  }
}
