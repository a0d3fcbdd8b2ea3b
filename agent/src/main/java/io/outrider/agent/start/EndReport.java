// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.start;

import io.outrider.agent.guard.GuardReport;
import io.outrider.agent.log.AgentLog;
import java.io.File;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What guards did in this run, said once when it ends. Never throws. */
final class EndReport {
  /** The log is read by people; who wants all of it asks for the file. */
  private static final int MOST_LINES = 5;

  private EndReport() {}

  /**
   * @param file where all of it goes, replaced if it exists; null: nowhere
   */
  static void write(GuardReport report, String file) {
    try {
      List<String> warnings = report.warnings();
      for (int i = 0; i < warnings.size() && i < MOST_LINES; i++) {
        AgentLog.warn(null, warnings.get(i));
      }
      if (warnings.size() > MOST_LINES) {
        AgentLog.warn(
            null,
            (warnings.size() - MOST_LINES)
                + " more rules in dry-run would have refused calls; outrider.report.file has them"
                + " all");
      }
      if (AgentLog.isInfo()) {
        for (String note : report.notes()) {
          AgentLog.info(null, note);
        }
      }
      if (file != null) {
        writeFile(report, new File(file).getAbsoluteFile());
      }
    } catch (Throwable e) {
      AgentLog.warn("report", "the report could not be written", e);
    }
  }

  private static void writeFile(GuardReport report, File file) throws Exception {
    File folder = file.getParentFile();
    if (folder != null && !folder.isDirectory()) {
      folder.mkdirs();
    }
    OutputStream out = new FileOutputStream(file);
    try {
      out.write(report.table().getBytes(StandardCharsets.UTF_8));
    } finally {
      out.close();
    }
  }
}
