// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.http;

import io.outrider.smoke.harness.AgentProcess;
import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import io.outrider.smoke.harness.ServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server, its version, and the Java it runs on.
 *
 * @param main the main class, below {@code io.outrider.smoke}
 * @param classes the folder it is compiled into; null: it is everybody's
 * @param libraries folders of libraries.xml
 * @param arguments of its main class
 */
record HttpServerVariant(
    String name,
    int jdk,
    String main,
    String classes,
    List<String> libraries,
    List<String> arguments) {
  private static final String CONTAINER = "webapp.ContainerMain";

  static HttpServerVariant jdk(int jdk) {
    return new HttpServerVariant(
        "jdk.httpserver", jdk, "driver.JdkHttpServerMain", null, List.of(), List.of());
  }

  /** Tomcat, with more libraries beside it. */
  static HttpServerVariant tomcat(String version, int jdk, String... more) {
    return new HttpServerVariant(
        "tomcat-" + version,
        jdk,
        CONTAINER,
        version.startsWith("1") ? "webapp-jakarta" : "webapp-javax",
        with("tomcat-" + version, more),
        List.of("tomcat"));
  }

  static HttpServerVariant jetty(String version, int jdk, String... more) {
    boolean ee = version.equals("12");
    return new HttpServerVariant(
        "jetty-" + version,
        jdk,
        CONTAINER,
        version.startsWith("1") ? "webapp-jakarta" : "webapp-javax",
        with("jetty-" + version, more),
        List.of("jetty", ee ? "org.eclipse.jetty.ee10.servlet" : "org.eclipse.jetty.servlet"));
  }

  /** Netty, with a codec or with decoder and encoder of their own. */
  static HttpServerVariant netty(String version, int jdk, String... split) {
    return new HttpServerVariant(
        "netty-" + version + String.join("", split),
        jdk,
        "driver.NettyServerMain",
        "drivers-netty",
        List.of("netty-" + version),
        List.of(split));
  }

  static HttpServerVariant reactorNetty(String version, int jdk) {
    return new HttpServerVariant(
        "reactor-netty-" + version,
        jdk,
        "driver.ReactorNettyServerMain",
        "drivers-reactornetty",
        List.of("reactor-netty-" + version),
        List.of());
  }

  static HttpServerVariant webFlux(String version, String reactorNetty, int jdk) {
    return new HttpServerVariant(
        "webflux-" + version,
        jdk,
        "webflux.WebFluxMain",
        "drivers-webflux",
        List.of("spring-webflux-" + version, "reactor-netty-" + reactorNetty),
        List.of());
  }

  ServerProcess start(AgentProcess.Builder builder) {
    List<Path> classPath = new ArrayList<>();
    if (classes != null) {
      classPath.add(Libraries.target(classes));
    }
    classPath.addAll(Libraries.drivers(java()));
    for (String library : libraries) {
      classPath.addAll(Libraries.of(library));
    }
    builder.classPath(classPath);
    if (jdk >= 17) {
      // The oldest containers and Spring versions reach into the JDK.
      builder.option("--add-opens=java.base/java.lang=ALL-UNNAMED");
      builder.option("--add-opens=java.base/java.io=ALL-UNNAMED");
      builder.option("--add-opens=java.rmi/sun.rmi.transport=ALL-UNNAMED");
    }
    return ServerProcess.ready(
        builder.start("io.outrider.smoke." + main, arguments.toArray(new String[0])));
  }

  Jdk java() {
    return Jdk.require(jdk);
  }

  /** Whether there is an answer to every request, whatever becomes of it. */
  boolean answersAlways() {
    return classes != null;
  }

  private static List<String> with(String first, String... more) {
    List<String> all = new ArrayList<>();
    all.add(first);
    all.addAll(List.of(more));
    return all;
  }

  @Override
  public String toString() {
    return String.join(" + ", libraries.isEmpty() ? List.of(name) : libraries) + " on " + jdk;
  }
}
