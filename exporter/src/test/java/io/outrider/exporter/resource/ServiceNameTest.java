// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceNameTest {

  private FakeMachine machine;

  @BeforeEach
  void makeMachine(@TempDir Path root) {
    machine = new FakeMachine(root);
  }

  private String name() {
    return ServiceName.of(machine.build());
  }

  private void jar(String path, String... entries) throws IOException {
    Path file = machine.root().resolve(path);
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < entries.length; i += 2) {
        zip.putNextEntry(new ZipEntry(entries[i]));
        zip.write(entries[i + 1].getBytes(StandardCharsets.UTF_8));
      }
      zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "shop.jar, shop",
    "shop-1.2.0-SNAPSHOT.jar, shop",
    "order-service-0.0.1.jar, order-service",
    "order-service-2.jar, order-service",
    "order-service-v2.1.jar, order-service",
    "log4j-2-shop.jar, log4j-2-shop",
    "shop-3-SNAPSHOT.war, shop",
    "shop-all.jar, shop-all",
    "shop_2.13-4.0.jar, shop_2.13",
  })
  void ofAJarIsItsNameWithoutVersion(String jar, String name) {
    assertThat(ServiceName.ofJar(new File(jar))).isEqualTo(name);
  }

  @Test
  void theJarIsFoundThoughItsPathHasBlanks() throws Exception {
    jar("app/my libs/the shop-1.0.jar");
    machine.started("my libs/the shop-1.0.jar --port=1 other.jar");

    assertThat(name()).isEqualTo("the shop");
  }

  @ParameterizedTest
  @CsvSource({
    "com.example.ShopMain --a b, ShopMain",
    "ShopMain, ShopMain",
    "com.example.Outer$Main, Main",
    "shop.module/com.example.ShopMain x, ShopMain",
  })
  void ofAClassIsItsSimpleName(String command, String name) {
    machine.started(command);

    assertThat(name()).isEqualTo(name);
  }

  @Test
  void isUnknownWhenNothingIsKnown() {
    assertThat(name()).isEqualTo("unknown_service:java");
    machine.started("org.springframework.boot.loader.launch.JarLauncher");
    assertThat(name()).isEqualTo("unknown_service:java");
  }

  @Test
  void ofAnUnpackedSpringBootApplicationIsItsStartClass() {
    machine.started("org.springframework.boot.loader.launch.JarLauncher");
    machine.file(
        "app/META-INF/MANIFEST.MF",
        "Manifest-Version: 1.0\r\nStart-Class: com.example.ShopApplication\r\n");

    assertThat(name()).isEqualTo("ShopApplication");
  }

  @Test
  void springsNameIsTakenFromArgumentPropertyAndVariableInThatOrder() throws Exception {
    jar("app/shop-1.0.jar", "BOOT-INF/classes/application.properties", "spring.application.name=e");
    machine.started("shop-1.0.jar");
    assertThat(name()).isEqualTo("e");
    machine.file("app/application.properties", "spring.application.name = d");
    assertThat(name()).isEqualTo("d");
    machine.environment("SPRING_APPLICATION_NAME", "c");
    assertThat(name()).isEqualTo("c");
    machine.property("spring.application.name", "b");
    assertThat(name()).isEqualTo("b");
    machine.started("shop-1.0.jar --server.port=1 --spring.application.name=a --x");
    assertThat(name()).isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spring:\n  application:\n    name: orders\n",
        "server:\n  port: 1\nspring:\n  # a comment\n  datasource:\n    name: wrong\n"
            + "  application:\n    name: \"orders\" # another\n",
        "spring.application.name: orders",
        "spring:\n  application.name: 'orders'\r\n",
        "spring:\n    application:\n        group: x\n        name: orders\n",
        "---\nspring:\n  config:\n    activate:\n      on-profile: dev\n"
            + "  application:\n    name: wrong\n---\nspring:\n  application:\n    name: orders\n",
        "spring:\n  application:\n    name: ${NO_SUCH_NAME:orders}\n",
        "spring:\n  application:\n    name: ${ORDERS_NAME}\n",
      })
  void isReadFromYamlInTheJar(String yaml) throws Exception {
    jar("app/x.jar", "BOOT-INF/classes/application.yml", yaml);
    machine.started("x.jar").environment("ORDERS_NAME", "orders");

    assertThat(name()).isEqualTo("orders");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spring:\n  application:\n    name: ${UNSET}\n",
        "spring:\n  application:\n    name: '@project.artifactId@'\n",
        "spring:\n  application:\n    name: |\n      text\n",
        "spring:\n  application:\n    name:\n",
        "spring: {application: {name: flow}}",
        "\tname: [",
        "- spring:\n  - application",
      })
  void whatIsNoPlainNameIsPassedOver(String yaml) throws Exception {
    jar("app/x.jar", "BOOT-INF/classes/application.yml", yaml);
    machine.started("x.jar");

    assertThat(name()).isEqualTo("x");
  }

  @Test
  void isReadFromDirectoriesOfTheClassPath() {
    machine.file("app/target/classes/application.yaml", "spring.application.name: orders");
    machine.started("com.example.Main");
    machine.property("java.class.path", "lib.jar" + File.pathSeparator + "target/classes");

    assertThat(name()).isEqualTo("orders");
  }

  @Test
  void aBrokenJarIsNamedAllTheSame() {
    machine.file("app/broken-1.0.jar", "this is no archive");
    machine.started("broken-1.0.jar");

    assertThat(name()).isEqualTo("broken");
  }
}
