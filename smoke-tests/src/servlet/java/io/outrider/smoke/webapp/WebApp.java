// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.webapp;

import java.util.EnumSet;
import javax.servlet.DispatcherType;
import javax.servlet.FilterRegistration;
import javax.servlet.Servlet;
import javax.servlet.ServletContext;
import javax.servlet.ServletRegistration;

/** Registers the test's servlets; Spring's too, where it is on the class path. */
final class WebApp {
  private WebApp() {}

  static void register(ServletContext context) {
    add(context, "plain", new PlainServlet(), PlainServlet.PATHS);
    // As every full container has one: it answers for what nobody else serves.
    add(context, "default", new NotFoundServlet(), "/");
    add(context, "path", new PlainServlet(), "/path/*");
    add(context, "extension", new PlainServlet(), "*.do");
    add(context, "async", new AsyncServlet(), AsyncServlet.PATHS);
    add(context, "dispatching", new DispatchingServlet(), "/forward", "/include", "/nested/*");
    FilterRegistration.Dynamic filter = context.addFilter("telling", new TellingFilter());
    filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/filtered/*");
    filter.setAsyncSupported(true);
    boolean spring;
    try {
      Class.forName("org.springframework.web.servlet.DispatcherServlet");
      spring = true;
    } catch (ClassNotFoundException e) {
      spring = false;
    }
    if (spring) {
      add(context, "spring", SpringPart.servlet(), "/mvc/*");
    }
  }

  private static void add(ServletContext context, String name, Servlet servlet, String... paths) {
    ServletRegistration.Dynamic registration = context.addServlet(name, servlet);
    registration.addMapping(paths);
    registration.setAsyncSupported(true);
  }
}
