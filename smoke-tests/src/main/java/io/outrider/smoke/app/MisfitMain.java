// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.app;

import java.lang.reflect.Method;

/**
 * Calls a servlet API of the right names and the wrong methods, three times. By reflection: it is
 * not there when this is compiled.
 */
public final class MisfitMain {
  private MisfitMain() {}

  public static void main(String[] args) throws Exception {
    Object servlet =
        Class.forName("javax.servlet.http.HttpServlet").getDeclaredConstructor().newInstance();
    Object request =
        Class.forName("javax.servlet.http.HttpServletRequest")
            .getDeclaredConstructor()
            .newInstance();
    Object response =
        Class.forName("javax.servlet.http.HttpServletResponse")
            .getDeclaredConstructor()
            .newInstance();
    for (Method method : servlet.getClass().getMethods()) {
      if (method.getName().equals("service")) {
        for (int i = 0; i < 3; i++) {
          method.invoke(servlet, request, response);
        }
      }
    }
  }
}
