// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.webapp;

import java.io.File;
import java.nio.file.Files;
import java.util.EventListener;
import java.util.Set;
import javax.servlet.ServletContainerInitializer;
import javax.servlet.ServletContext;
import javax.servlet.ServletContextEvent;
import javax.servlet.ServletContextListener;

/**
 * The test's web application at {@code /app} in whichever container is on the class path. All
 * versions of a container are started by the same names, hence by reflection.
 */
public final class ContainerMain implements ServletContainerInitializer, ServletContextListener {
  private ContainerMain() {}

  public static void main(String[] args) throws Exception {
    int port = args[0].equals("tomcat") ? tomcat() : jetty(args[1]);
    System.out.println("@ready port=" + port);
    while (System.in.read() >= 0) {
      // until the test closes it
    }
    Runtime.getRuntime().exit(0);
  }

  private static int tomcat() throws Exception {
    File base = Files.createTempDirectory("tomcat").toFile();
    Object tomcat =
        Class.forName("org.apache.catalina.startup.Tomcat").getDeclaredConstructor().newInstance();
    Calls.call(tomcat, "setBaseDir", base.getPath());
    Calls.call(tomcat, "setPort", 0);
    Object connector = Calls.call(tomcat, "getConnector");
    Object context = Calls.call(tomcat, "addContext", "/app", base.getPath());
    Calls.call(context, "addServletContainerInitializer", new ContainerMain(), null);
    Calls.call(tomcat, "start");
    return (Integer) Calls.call(connector, "getLocalPort");
  }

  private static int jetty(String servletPackage) throws Exception {
    Object server =
        Class.forName("org.eclipse.jetty.server.Server").getConstructor(int.class).newInstance(0);
    Object context =
        Class.forName(servletPackage + ".ServletContextHandler")
            .getDeclaredConstructor()
            .newInstance();
    Calls.call(context, "setContextPath", "/app");
    EventListener listener = new ContainerMain();
    Calls.call(context, "addEventListener", listener);
    Calls.call(server, "setHandler", context);
    Calls.call(server, "start");
    Object connector = ((Object[]) Calls.call(server, "getConnectors"))[0];
    return (Integer) Calls.call(connector, "getLocalPort");
  }

  @Override
  public void onStartup(Set<Class<?>> classes, ServletContext context) {
    WebApp.register(context);
  }

  @Override
  public void contextInitialized(ServletContextEvent event) {
    WebApp.register(event.getServletContext());
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {}
}
