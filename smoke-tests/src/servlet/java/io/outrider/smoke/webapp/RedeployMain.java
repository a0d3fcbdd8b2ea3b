// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.webapp;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Deploys one web application again and again into a Tomcat that goes on running, uses it, and
 * tells how many of its class loaders are left in the end. Arguments: how often, the application's
 * classes, the libraries it brings along.
 */
public final class RedeployMain {
  private RedeployMain() {}

  public static void main(String[] args) throws Exception {
    int times = Integer.parseInt(args[0]);
    File base = Files.createTempDirectory("redeploy").toFile();
    File app = new File(base, "app");
    copyTree(Paths.get(args[1]), app.toPath().resolve("WEB-INF/classes"));
    for (int i = 2; i < args.length; i++) {
      Path library = Paths.get(args[i]);
      Path to = app.toPath().resolve("WEB-INF/lib").resolve(library.getFileName().toString());
      Files.createDirectories(to.getParent());
      Files.copy(library, to);
    }
    Object tomcat =
        Class.forName("org.apache.catalina.startup.Tomcat").getDeclaredConstructor().newInstance();
    Calls.call(tomcat, "setBaseDir", base.getPath());
    Calls.call(tomcat, "setPort", 0);
    Object connector = Calls.call(tomcat, "getConnector");
    Calls.call(tomcat, "start");
    int port = (Integer) Calls.call(connector, "getLocalPort");
    Object host = Calls.call(tomcat, "getHost");
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      loaders.add(deployUseUndeploy(tomcat, host, app, port));
    }
    int left = times;
    for (int i = 0; i < 50 && left > 1; i++) {
      System.gc();
      Thread.sleep(100);
      left = 0;
      for (WeakReference<ClassLoader> loader : loaders) {
        left += loader.get() == null ? 0 : 1;
      }
    }
    System.out.println("@deployed=" + times + "&left=" + left);
    Runtime.getRuntime().exit(0);
  }

  private static WeakReference<ClassLoader> deployUseUndeploy(
      Object tomcat, Object host, File app, int port) throws Exception {
    Object context = Calls.call(tomcat, "addContext", "/redeployed", app.getPath());
    Object wrapper =
        Calls.call(
            tomcat, "addServlet", "/redeployed", "query", "io.outrider.smoke.webapp.QueryServlet");
    Calls.call(wrapper, "addMapping", "/query");
    Object loader = Calls.call(context, "getLoader");
    ClassLoader classes = (ClassLoader) Calls.call(loader, "getClassLoader");
    for (int i = 0; i < 3; i++) {
      HttpURLConnection connection =
          (HttpURLConnection)
              new URL("http://127.0.0.1:" + port + "/redeployed/query").openConnection();
      if (connection.getResponseCode() != 200) {
        throw new IllegalStateException("the application answers " + connection.getResponseCode());
      }
      connection.getInputStream().close();
    }
    Calls.call(context, "stop");
    Calls.call(host, "removeChild", context);
    Calls.call(context, "destroy");
    return new WeakReference<>(classes);
  }

  private static void copyTree(Path from, Path to) throws Exception {
    Object[] files;
    try (java.util.stream.Stream<Path> walk = Files.walk(from)) {
      files = walk.toArray();
    }
    for (Object each : files) {
      Path file = (Path) each;
      Path target = to.resolve(from.relativize(file).toString());
      if (Files.isDirectory(file)) {
        Files.createDirectories(target);
      } else {
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
