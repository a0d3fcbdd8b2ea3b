// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent;

/** The agent's version, written by the build. */
public final class Version {
  public static final String TEXT = read();

  private Version() {}

  private static String read() {
    java.io.InputStream in =
        Version.class.getClassLoader().getResourceAsStream("outrider-version.txt");
    if (in == null) {
      return "unknown";
    }
    try {
      byte[] bytes = new byte[64];
      int length = in.read(bytes);
      in.close();
      return new String(bytes, 0, Math.max(0, length), "UTF-8").trim();
    } catch (java.io.IOException e) {
      return "unknown";
    }
  }
}
