// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.netty;

/** Names of what hangs on channels. */
final class Keys {
  /**
   * What knows of the requests of a connection: a {@code Supplier} of the context of the oldest one
   * that is not answered yet, and a {@code Consumer} of what handlers throw. Of the JDK's types,
   * because other adapters that ask may have been loaded beside another library's loader.
   */
  static final String CONNECTION = "outrider.http-server";

  private Keys() {}
}
