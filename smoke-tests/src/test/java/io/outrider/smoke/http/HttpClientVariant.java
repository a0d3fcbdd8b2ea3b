// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.http;

import io.outrider.smoke.harness.Jdk;
import io.outrider.smoke.harness.Libraries;
import java.nio.file.Path;
import java.util.List;

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
 * @param drivers where the driver's class is, below target; null: with those of the JDK's clients
 * @param library as libraries.xml names it; null: the JDK's own
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
    String timeoutException,
    String drivers,
    String library) {

  Jdk java() {
    return Jdk.require(jdk);
  }

  List<Path> classPath() {
    return library == null
        ? Libraries.drivers(java())
        : Libraries.join(
            Libraries.drivers(java()), List.of(Libraries.target(drivers)), Libraries.of(library));
  }

  @Override
  public String toString() {
    return (library == null ? driver : library)
        + " "
        + mode
        + (how == null ? "" : " " + how)
        + " on "
        + jdk;
  }
}
