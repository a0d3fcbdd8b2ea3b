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
 * @param webapp {@code javax}, {@code jakarta}, or null for the JDK's own server
 * @param libraries folders of libraries.xml
 * @param arguments of its main class
 */
record HttpServerVariant(
    String name, int jdk, String webapp, List<String> libraries, List<String> arguments) {

  static HttpServerVariant jdk(int jdk) {
    return new HttpServerVariant("jdk.httpserver", jdk, null, List.of(), List.of());
  }

  /** Tomcat, with more libraries beside it. */
  static HttpServerVariant tomcat(String version, int jdk, String... more) {
    return new HttpServerVariant(
        "tomcat-" + version,
        jdk,
        version.startsWith("1") ? "jakarta" : "javax",
        with("tomcat-" + version, more),
        List.of("tomcat"));
  }

  static HttpServerVariant jetty(String version, int jdk, String... more) {
    boolean ee = version.equals("12");
    return new HttpServerVariant(
        "jetty-" + version,
        jdk,
        version.startsWith("1") ? "jakarta" : "javax",
        with("jetty-" + version, more),
        List.of("jetty", ee ? "org.eclipse.jetty.ee10.servlet" : "org.eclipse.jetty.servlet"));
  }

  ServerProcess start(AgentProcess.Builder builder) {
    List<Path> classPath = new ArrayList<>();
    if (webapp != null) {
      classPath.add(Libraries.target("webapp-" + webapp));
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
        builder.start(
            webapp == null
                ? "io.outrider.smoke.driver.JdkHttpServerMain"
                : "io.outrider.smoke.webapp.ContainerMain",
            arguments.toArray(new String[0])));
  }

  Jdk java() {
    return Jdk.require(jdk);
  }

  boolean servlets() {
    return webapp != null;
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
