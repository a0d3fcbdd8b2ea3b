// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.harness;

/** A child that serves HTTP; its first answer names the port. */
public final class ServerProcess implements AutoCloseable {
  private final AgentProcess process;
  private final int port;

  private ServerProcess(AgentProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Waits until a process that was just started serves. */
  public static ServerProcess ready(AgentProcess process) {
    try {
      String ready = process.answer();
      return new ServerProcess(
          process, Integer.parseInt(ready.substring(ready.indexOf("port=") + 5)));
    } catch (Throwable e) {
      process.close();
      throw e;
    }
  }

  public int port() {
    return port;
  }

  public AgentProcess process() {
    return process;
  }

  @Override
  public void close() {
    process.close();
  }
}
