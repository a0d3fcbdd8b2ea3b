// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.servlet;

import java.util.EnumSet;
import javax.servlet.DispatcherType;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.eclipse.jetty.util.log.JavaUtilLog;
import org.eclipse.jetty.util.log.Log;

class JavaxServletTest extends ServletCases {
  private Server server;

  @Override
  int start() throws Exception {
    Log.setLog(new JavaUtilLog());
    server = new Server(0);
    ServletContextHandler context = new ServletContextHandler();
    ServletHolder servlet = new ServletHolder(new JavaxApplication(this));
    servlet.setAsyncSupported(true);
    context.addServlet(servlet, "/");
    FilterHolder filter = new FilterHolder(new JavaxApplication.Outermost(this));
    filter.setAsyncSupported(true);
    context.addFilter(filter, "/*", EnumSet.allOf(DispatcherType.class));
    server.setHandler(context);
    server.start();
    return server.getConnectors()[0].getLocalPort();
  }

  @Override
  void stop() throws Exception {
    server.stop();
  }
}
