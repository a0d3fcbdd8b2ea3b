// SPDX-License-Identifier: Apache-2.0
package javax.servlet.http;

import javax.servlet.Servlet;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;

public class HttpServlet implements Servlet {
  @Override
  public void service(ServletRequest request, ServletResponse response) {
    System.out.println("served");
  }
}
