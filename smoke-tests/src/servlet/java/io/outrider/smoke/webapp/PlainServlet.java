// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.webapp;

import io.outrider.smoke.driver.Downstream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Answers at once. */
final class PlainServlet extends HttpServlet {
  static final String[] PATHS = {
    "/success",
    "/query",
    "/redirect",
    "/error",
    "/status-error",
    "/exception",
    "/child",
    "/headers",
    "/body"
  };

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String next = Query.value(request, "next");
    Downstream.call(next);
    String path = request.getServletPath();
    switch (path) {
      case "/redirect":
        response.sendRedirect("/app/success");
        return;
      case "/error":
        response.sendError(500, "on purpose");
        return;
      case "/status-error":
        response.setStatus(500);
        return;
      case "/exception":
        throw new IllegalStateException("on purpose");
      case "/headers":
        response.setHeader("X-Answer", request.getHeader("X-Test"));
        break;
      case "/query":
        response.getWriter().write(String.valueOf(request.getQueryString()));
        return;
      case "/body":
        response.getWriter().write(read(request.getInputStream()));
        return;
      default:
    }
    response.getWriter().write(path.substring(1));
  }

  private static String read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      bytes.write(b);
    }
    return bytes.toString("UTF-8");
  }
}
