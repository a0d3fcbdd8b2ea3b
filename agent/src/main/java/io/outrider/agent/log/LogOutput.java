// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.log;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Where the log's messages go, those that the limits let through. */
final class LogOutput {
  private final LogLimit limit = new LogLimit();
  private volatile OutputStream out;
  private volatile Charset charset = Charset.defaultCharset();
  private volatile boolean timestamps;

  LogOutput(OutputStream out) {
    this.out = out;
  }

  static LogOutput toStderr() {
    return new LogOutput(new FileOutputStream(FileDescriptor.err));
  }

  /** Goes on in this file; else stays where it is and says why. */
  String open(String path) {
    File file = new File(path);
    try {
      File folder = file.getAbsoluteFile().getParentFile();
      if (folder != null && !folder.isDirectory()) {
        folder.mkdirs();
      }
      out = new FileOutputStream(file, true);
      charset = StandardCharsets.UTF_8;
      timestamps = true;
      return null;
    } catch (Exception e) {
      return "Cannot write outrider.log.file "
          + file
          + " ("
          + e
          + "). Fix: name a file in a folder this process may write to. Logging to stderr.";
    }
  }

  /**
   * Writes one message unless the limits say no.
   *
   * @param kind null: only the limit for all messages applies
   */
  void write(String level, String kind, String message, Throwable thrown, boolean debug)
      throws IOException {
    int suppressed = limit.admit(kind, System.nanoTime(), debug);
    if (suppressed != LogLimit.REFUSED) {
      String text = LogText.lines(level, timestamps, message, thrown, suppressed, debug);
      // One write for all lines of a message, so that those of two threads do not mix.
      out.write(text.getBytes(charset));
    }
  }
}
