// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The messages of one producer on their way to its own {@code send}: the application is not held up
 * there, a thread of the buffer is. They are handed on in the order in which they came. The thread
 * is made for the first message and ends when there has been none for a while.
 *
 * <p>Each message brings the limits of its own rule, which are asked about all that is there.
 */
public final class SendBuffer {
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final MessageEndpoint endpoint;
  private final String clientId;
  private final LongSupplier clock;
  private final BufferThreads threads;

  /** Held for moments only, and never while a message is handed on or dropped. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition more = lock.newCondition();
  private final Condition less = lock.newCondition();
  private final ArrayDeque<Buffered> queue = new ArrayDeque<Buffered>();
  private long bytes;
  private long added;

  /** Null: the queue is empty. */
  private Thread thread;

  private boolean handingOn;
  private boolean closed;

  /**
   * @param endpoint the brokers, without a destination
   * @param clientId the name that the application has given the producer; may be null
   */
  public SendBuffer(MessageEndpoint endpoint, String clientId) {
    this(endpoint, clientId, BufferThreads.ALL, null);
    BufferThreads.ALL.watch(this);
  }

  SendBuffer(MessageEndpoint endpoint, String clientId, BufferThreads threads, LongSupplier clock) {
    this.endpoint = endpoint;
    this.clientId = clientId;
    this.threads = threads;
    this.clock = clock;
  }

  /** All that there are in this process. */
  public static List<SendBuffer> all() {
    return BufferThreads.ALL.watched();
  }

  public MessageEndpoint endpoint() {
    return endpoint;
  }

  /** May be null. */
  public String clientId() {
    return clientId;
  }

  /** How many messages wait; the one that is being handed on is none of them. */
  public int depth() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /** How long the oldest of them has waited; 0 when there is none. */
  public long oldestNanos() {
    lock.lock();
    try {
      Buffered oldest = queue.peek();
      return oldest == null ? 0 : now() - oldest.sinceNanos;
    } finally {
      lock.unlock();
    }
  }

  private long now() {
    return clock == null ? System.nanoTime() : clock.getAsLong();
  }

  /**
   * Takes a message, or drops it or older ones for it, on this thread. Waits only if the limits say
   * so, and never on the buffer's own thread.
   *
   * @return false: it has nothing to do with the message; who asks is to hand it on
   */
  public boolean add(Buffered message, BufferLimits limits) {
    List<Buffered> dropped = Collections.emptyList();
    lock.lock();
    try {
      if (!isReady()) {
        return false;
      }
      if (limits.maxWaitNanos > 0 && thread != Thread.currentThread()) {
        awaitRoom(message, limits);
        // The thread may have gone meanwhile, or the producer.
        if (!isReady()) {
          return false;
        }
      }
      if (!hasRoom(message, limits)) {
        dropped = new ArrayList<Buffered>();
        // A message that is too large alone pushes no other out.
        boolean fits = limits.dropsOldest && limits.admit(1, message.bytes);
        while (fits && !hasRoom(message, limits)) {
          dropped.add(poll());
        }
        if (!fits) {
          dropped.add(message);
        }
      }
      if (hasRoom(message, limits)) {
        message.sinceNanos = now();
        bytes += message.bytes;
        added++;
        queue.add(message);
        more.signal();
      }
    } finally {
      lock.unlock();
    }
    drop(dropped);
    return true;
  }

  private boolean hasRoom(Buffered message, BufferLimits limits) {
    return limits.admit(queue.size() + 1, bytes + message.bytes);
  }

  private boolean isReady() {
    if (!closed && thread == null) {
      thread = threads.start(new Hand());
    }
    return !closed && thread != null;
  }

  private void awaitRoom(Buffered message, BufferLimits limits) {
    long left = limits.maxWaitNanos;
    try {
      while (left > 0 && !closed && !hasRoom(message, limits)) {
        left = less.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      // Whoever wants this thread to stop does not want it to wait, either.
      Thread.currentThread().interrupt();
    }
  }

  private Buffered poll() {
    Buffered message = queue.poll();
    if (message != null) {
      bytes -= message.bytes;
      less.signalAll();
    }
    return message;
  }

  /**
   * Waits until all that is there by now was handed on; what was not, when the time is over, is
   * dropped. Returns at once on the buffer's own thread.
   */
  public void flush(long nanos) {
    drop(drain(nanos, false));
  }

  /** Likewise, and takes nothing more. */
  public void close(long nanos) {
    drop(drain(nanos, true));
  }

  private List<Buffered> drain(long nanos, boolean last) {
    lock.lock();
    try {
      closed |= last;
      if (thread == null || thread == Thread.currentThread() && !last) {
        return Collections.emptyList();
      }
      long until = added;
      if (thread != Thread.currentThread()) {
        await(until, nanos);
      }
      List<Buffered> left = new ArrayList<Buffered>();
      while (!queue.isEmpty() && added - queue.size() < until) {
        left.add(poll());
      }
      more.signal();
      return left;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all that is there by now was handed on, drops nothing. */
  void await(long nanos) {
    lock.lock();
    try {
      await(added, nanos);
    } finally {
      lock.unlock();
    }
  }

  private void await(long until, long nanos) {
    long left = nanos;
    try {
      while (left > 0 && added - queue.size() - (handingOn ? 1 : 0) < until) {
        left = less.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void drop(List<Buffered> messages) {
    for (Buffered message : messages) {
      try {
        message.drop();
      } catch (Throwable e) {
        // The others are to hear of their end all the same.
      }
    }
  }

  /** Null: this thread is to end. */
  private Buffered next() {
    lock.lock();
    try {
      handingOn = false;
      less.signalAll();
      long left = IDLE_NANOS;
      while (queue.isEmpty()) {
        if (closed || left <= 0) {
          thread = null;
          return null;
        }
        left = idle(left);
      }
      handingOn = true;
      return poll();
    } finally {
      lock.unlock();
    }
  }

  /** Were there no heap left to wait with, the next message would need another thread. */
  private void gone() {
    lock.lock();
    try {
      if (thread == Thread.currentThread()) {
        thread = null;
        handingOn = false;
        less.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private long idle(long nanos) {
    try {
      return more.awaitNanos(nanos);
    } catch (InterruptedException e) {
      // This thread ends by itself.
      return nanos;
    }
  }

  /** What the thread does. */
  private final class Hand implements Runnable {
    @Override
    public void run() {
      try {
        Buffered message = next();
        while (message != null) {
          handOn(message);
          message = null;
          message = next();
        }
      } finally {
        gone();
      }
    }

    private void handOn(Buffered message) {
      try {
        message.handOn(now() - message.sinceNanos);
      } catch (Throwable e) {
        // It has said so to who has sent it, if there was heap and stack left to do so.
      }
    }
  }
}
