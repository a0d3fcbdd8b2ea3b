// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Runs OkHttp's calls on the thread that asks for them.
 *
 * <p>Spans and metrics each have a thread that would only wait for the answer; sending on it saves
 * OkHttp's dispatcher threads, and data that is reused between exports is never read by two
 * threads.
 */
final class CallerThread extends AbstractExecutorService {

  private volatile boolean shut;

  @Override
  public void execute(Runnable work) {
    if (shut) {
      throw new RejectedExecutionException("telemetry is shut down");
    }
    try {
      work.run();
    } catch (Throwable t) {
      // OkHttp has told its callback already; what it throws besides would only upset its counts.
      return;
    }
  }

  @Override
  public void shutdown() {
    shut = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    shut = true;
    return Collections.emptyList();
  }

  @Override
  public boolean isShutdown() {
    return shut;
  }

  @Override
  public boolean isTerminated() {
    return shut;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return shut;
  }
}
