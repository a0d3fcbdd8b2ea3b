// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.webapp;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Collection;
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
    call(tomcat, "setBaseDir", base.getPath());
    call(tomcat, "setPort", 0);
    Object connector = call(tomcat, "getConnector");
    Object context = call(tomcat, "addContext", "/app", base.getPath());
    call(context, "addServletContainerInitializer", new ContainerMain(), null);
    call(tomcat, "start");
    return (Integer) call(connector, "getLocalPort");
  }

  private static int jetty(String servletPackage) throws Exception {
    Object server =
        Class.forName("org.eclipse.jetty.server.Server").getConstructor(int.class).newInstance(0);
    Object context =
        Class.forName(servletPackage + ".ServletContextHandler")
            .getDeclaredConstructor()
            .newInstance();
    call(context, "setContextPath", "/app");
    EventListener listener = new ContainerMain();
    call(context, "addEventListener", listener);
    call(server, "setHandler", context);
    call(server, "start");
    Object connector = ((Object[]) call(server, "getConnectors"))[0];
    return (Integer) call(connector, "getLocalPort");
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

  /** Calls the public method of that name that takes these arguments. */
  private static Object call(Object target, String name, Object... args) throws Exception {
    for (Method method : target.getClass().getMethods()) {
      if (method.getName().equals(name) && takes(method, args)) {
        try {
          return accessible(target.getClass(), method).invoke(target, args);
        } catch (InvocationTargetException e) {
          throw new IllegalStateException(name, e.getCause());
        }
      }
    }
    throw new NoSuchMethodException(target.getClass() + "." + name);
  }

  private static boolean takes(Method method, Object[] args) {
    Class<?>[] types = method.getParameterTypes();
    if (types.length != args.length || method.isBridge()) {
      return false;
    }
    for (int i = 0; i < types.length; i++) {
      boolean fits =
          args[i] == null
              ? !types[i].isPrimitive() && !Collection.class.equals(types[i])
              : types[i].isInstance(args[i]) || types[i] == int.class && args[i] instanceof Integer;
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  /** The same method, declared by a public class if its own class is not public. */
  private static Method accessible(Class<?> type, Method method) throws Exception {
    Class<?> declaring = method.getDeclaringClass();
    if (!java.lang.reflect.Modifier.isPublic(declaring.getModifiers())) {
      method.setAccessible(true);
    }
    return method;
  }
}
