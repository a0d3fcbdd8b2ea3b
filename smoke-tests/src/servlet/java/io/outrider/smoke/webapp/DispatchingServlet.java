// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.webapp;

import java.io.IOException;
import javax.servlet.RequestDispatcher;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Hands the request on to other servlets of the application. */
final class DispatchingServlet extends HttpServlet {
  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String to = Query.value(request, "to");
    RequestDispatcher dispatcher = request.getRequestDispatcher(to == null ? "/success" : to);
    if (request.getServletPath().equals("/include")) {
      response.getWriter().write("before ");
      dispatcher.include(request, response);
      response.getWriter().write(" after");
    } else {
      dispatcher.forward(request, response);
    }
  }
}
