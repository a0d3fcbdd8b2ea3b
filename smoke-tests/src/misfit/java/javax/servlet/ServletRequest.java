// SPDX-License-Identifier: Apache-2.0
package javax.servlet;

/** Has none of the methods that the servlet API has. */
public class ServletRequest {
  public String nothing() {
    return "";
  }
}
