// SPDX-License-Identifier: Apache-2.0
package javax.servlet;

public interface Servlet {
  void service(ServletRequest request, ServletResponse response);
}
