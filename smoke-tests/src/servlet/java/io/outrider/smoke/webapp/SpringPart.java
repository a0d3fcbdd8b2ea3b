// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.webapp;

import javax.servlet.Servlet;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;

/** Spring MVC at {@code /mvc}. */
final class SpringPart {
  private SpringPart() {}

  static Servlet servlet() {
    AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
    context.register(OrderController.class);
    return new DispatcherServlet(context);
  }
}
