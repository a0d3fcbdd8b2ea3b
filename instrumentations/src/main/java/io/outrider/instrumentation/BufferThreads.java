// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of buffers, and what is to become of them when the process ends. */
class BufferThreads {
  static final BufferThreads ALL = new BufferThreads();

  private static final int MOST = 64;
  private static final long SHUTDOWN_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final AtomicInteger count = new AtomicInteger();
  private final CopyOnWriteArrayList<WeakReference<SendBuffer>> buffers =
      new CopyOnWriteArrayList<WeakReference<SendBuffer>>();
  private boolean hooked;

  /** Null when there are too many already, or no more can be made. */
  Thread start(final Runnable body) {
    if (count.incrementAndGet() > MOST) {
      count.decrementAndGet();
      return null;
    }
    try {
      Thread thread =
          new Thread("outrider-send-buffer") {
            @Override
            public void run() {
              try {
                body.run();
              } finally {
                count.decrementAndGet();
              }
            }
          };
      thread.setDaemon(true);
      thread.start();
      return thread;
    } catch (Throwable e) {
      count.decrementAndGet();
      return null;
    }
  }

  /** From now on it is among those that are asked, as long as somebody holds it. */
  synchronized void watch(SendBuffer buffer) {
    watched();
    buffers.add(new WeakReference<SendBuffer>(buffer));
    if (!hooked) {
      hooked = true;
      try {
        Runtime.getRuntime().addShutdownHook(new Draining());
      } catch (RuntimeException e) {
        // The process is ending already.
      }
    }
  }

  List<SendBuffer> watched() {
    List<SendBuffer> all = new ArrayList<SendBuffer>();
    for (WeakReference<SendBuffer> reference : buffers) {
      SendBuffer buffer = reference.get();
      if (buffer == null) {
        buffers.remove(reference);
      } else {
        all.add(buffer);
      }
    }
    return all;
  }

  /** Holds the end of the process up until all is handed on, for so long at most. */
  private static final class Draining extends Thread {
    Draining() {
      super("outrider-send-buffer-drain");
    }

    @Override
    public void run() {
      long begun = System.nanoTime();
      for (SendBuffer buffer : ALL.watched()) {
        buffer.await(SHUTDOWN_NANOS - (System.nanoTime() - begun));
      }
    }
  }
}
