// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.http;

import io.outrider.smoke.harness.Jdk;

/**
 * A client library, the way it is called, and the Java it runs on.
 *
 * @param jdk of the child
 * @param driverClass simple name of the driver's class
 * @param driver the driver's name
 * @param mode {@code sync} or {@code async}
 * @param how more of the driver's own variety; may be null
 * @param anyMethod sends methods that it does not know
 * @param callbacks can tell a callback
 * @param reusable one request object may be sent twice
 * @param waitsForBody the call ends with the body, not with the headers
 * @param userInUrl takes credentials in the URL
 * @param saysVersion tells the protocol's version
 * @param circular what a circular redirect ends in: a status or an exception's class
 * @param timeoutException what a late answer ends in
 */
record HttpClientVariant(
    int jdk,
    String driverClass,
    String driver,
    String mode,
    String how,
    boolean anyMethod,
    boolean callbacks,
    boolean reusable,
    boolean waitsForBody,
    boolean userInUrl,
    boolean saysVersion,
    String circular,
    String timeoutException) {

  Jdk java() {
    return Jdk.require(jdk);
  }

  @Override
  public String toString() {
    return driver + " " + mode + (how == null ? "" : " " + how) + " on " + jdk;
  }
}
