// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;

/** Finds the agent's JAR. In it twice, for the application's loader and for the agent's own. */
public final class OwnJar {
  private OwnJar() {}

  /**
   * The JAR may lie in a folder with spaces or other characters that a URL escapes, or on another
   * machine of a Windows network, whose name is then the URL's host.
   */
  public static File file() throws URISyntaxException {
    return file(OwnJar.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  static File file(URI uri) {
    return uri.getAuthority() == null
        ? new File(uri)
        : new File("//" + uri.getAuthority() + uri.getPath());
  }
}
