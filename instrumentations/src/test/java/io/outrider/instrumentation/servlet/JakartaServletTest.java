// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import java.nio.file.Path;
import java.util.EnumSet;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.io.TempDir;

class JakartaServletTest extends ServletCases {
  @TempDir private Path folder;
  private Tomcat tomcat;

  @Override
  int start() throws Exception {
    tomcat = new Tomcat();
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    Context context = tomcat.addContext("", null);
    Tomcat.addServlet(context, "application", new JakartaApplication(this)).setAsyncSupported(true);
    context.addServletMappingDecoded("/", "application");
    context.addServletContainerInitializer(
        (classes, servlets) -> {
          FilterRegistration.Dynamic filter =
              servlets.addFilter("outermost", new JakartaApplication.Outermost(this));
          filter.setAsyncSupported(true);
          filter.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
        },
        null);
    tomcat.start();
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  void stop() throws Exception {
    tomcat.stop();
    tomcat.destroy();
  }
}
