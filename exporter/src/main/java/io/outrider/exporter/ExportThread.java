// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import java.util.concurrent.ThreadFactory;

/** Makes the pipeline's threads: daemons, named, blind to the application's class loader. */
final class ExportThread implements ThreadFactory {

  private final String name;

  ExportThread(String name) {
    this.name = name;
  }

  @Override
  public Thread newThread(Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.setPriority(Thread.NORM_PRIORITY);
    thread.setContextClassLoader(ExportThread.class.getClassLoader());
    return thread;
  }

  /** Gives a thread that the SDK made its name and class loader; cheap when it has them. */
  static void adopt(Thread thread, String name) {
    if (!name.equals(thread.getName())) {
      thread.setName(name);
    }
    ClassLoader own = ExportThread.class.getClassLoader();
    if (thread.getContextClassLoader() != own) {
      thread.setContextClassLoader(own);
    }
  }
}
