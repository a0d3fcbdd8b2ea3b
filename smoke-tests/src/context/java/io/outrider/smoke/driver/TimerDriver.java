// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.util.Date;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.atomic.AtomicBoolean;

/** java.util.Timer. */
public final class TimerDriver extends HandOverDriver {
  private final Timer timer = new Timer("timer", true);

  @Override
  public String name() {
    return "timer";
  }

  private static final class Task extends TimerTask {
    private final Runnable run;

    Task(Runnable run) {
      this.run = run;
    }

    @Override
    public void run() {
      run.run();
    }
  }

  @Override
  Runnable handOver(String action, Call call) throws Throwable {
    switch (action) {
      case "delay":
        timer.schedule(new Task(call), 20);
        return null;
      case "date":
        timer.schedule(new Task(call), new Date(System.currentTimeMillis() + 20));
        return null;
      case "period":
        timer.schedule(new Task(call), 20, 1_000_000);
        return null;
      case "fixedRate":
        timer.scheduleAtFixedRate(new Task(call), 20, 1_000_000);
        return null;
      case "behindOthers":
        // Looked at, waited for, and overtaken or cancelled by others before it runs.
        Task cancelled = new Task(() -> {});
        timer.schedule(cancelled, 40);
        timer.schedule(new Task(call), 60);
        timer.schedule(new Task(() -> {}), 10);
        if (!cancelled.cancel()) {
          throw new IllegalStateException("not cancelled");
        }
        return null;
      case "schedulesAnother":
        // By which it looks at the queue, at whose head another task stands.
        timer.schedule(new Task(() -> {}), 1_000, 1_000_000);
        timer.schedule(
            new Task(
                () -> {
                  timer.schedule(new Task(() -> {}), 2_000);
                  call.run();
                }),
            20);
        return null;
      case "cancel":
        AtomicBoolean ran = new AtomicBoolean();
        Timer own = new Timer(true);
        Task task = new Task(() -> ran.set(true));
        own.schedule(task, 50);
        boolean first = task.cancel();
        boolean second = task.cancel();
        int purged = own.purge();
        try {
          own.schedule(task, 10);
          throw new IllegalStateException("scheduled again");
        } catch (IllegalStateException e) {
          if (!first || second || purged != 1 || ran.get() || !e.getMessage().contains("already")) {
            throw e;
          }
        }
        own.cancel();
        call.run();
        return null;
      default:
        throw new IllegalArgumentException(action);
    }
  }
}
