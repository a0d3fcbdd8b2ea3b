// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SendBufferTest {
  private static final long LONG = TimeUnit.MINUTES.toNanos(1);

  private final List<String> handedOn = Collections.synchronizedList(new ArrayList<>());
  private final List<String> dropped = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch broker = new CountDownLatch(1);
  private final CountDownLatch stuck = new CountDownLatch(1);
  private final Threads threads = new Threads();
  private long now = 1000;
  private final SendBuffer buffer =
      new SendBuffer(
          MessageEndpoint.of("kafka", "broker", 9092, null, null, false), "c", threads, () -> now);

  /** As many as there may be. */
  private static final class Threads extends BufferThreads {
    private Thread last;
    private boolean none;

    @Override
    Thread start(Runnable body) {
      last = none ? null : super.start(body);
      return last;
    }

    /** Runs something once a thread waits for the buffer. */
    void whenWaiting(Thread thread, Runnable body) {
      new Thread(
              () -> {
                Awaitility.await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
                body.run();
              })
          .start();
    }
  }

  private final class Text extends Buffered {
    private final String text;

    Text(String text) {
      super(text.length());
      this.text = text;
    }

    @Override
    protected void handOn(long waitedNanos) {
      if (text.equals("first")) {
        stuck.countDown();
        await(broker);
      }
      handedOn.add(text + "@" + waitedNanos);
    }

    @Override
    protected void drop() {
      dropped.add(text);
      if (text.equals("throws")) {
        throw new IllegalStateException("from a callback");
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static BufferLimits limits(int messages, long bytes, boolean oldest, long wait) {
    return new BufferLimits(messages, bytes, oldest, wait);
  }

  private static final BufferLimits WIDE = limits(100, 0, false, 0);

  /** The thread is busy with a message that the library does not take. */
  private void holdUp() {
    assertThat(buffer.add(new Text("first"), WIDE)).isTrue();
    await(stuck);
  }

  private void add(BufferLimits limits, String... texts) {
    for (String text : texts) {
      assertThat(buffer.add(new Text(text), limits)).isTrue();
    }
  }

  @AfterEach
  void end() throws InterruptedException {
    broker.countDown();
    buffer.close(LONG);
    if (threads.last != null) {
      threads.last.join();
    }
  }

  @Test
  void theOrderIsKeptAndTheWaitIsTold() {
    holdUp();
    add(WIDE, "a", "b");
    now += 7;
    add(WIDE, "c");
    assertThat(buffer.depth()).isEqualTo(3);
    assertThat(buffer.oldestNanos()).isEqualTo(7);
    broker.countDown();
    buffer.flush(LONG);
    assertThat(handedOn).containsExactly("first@0", "a@7", "b@7", "c@0");
    assertThat(buffer.depth()).isZero();
    assertThat(buffer.oldestNanos()).isZero();
  }

  @Test
  void theNewestIsDroppedWhenThereAreTooMany() {
    holdUp();
    add(limits(2, 0, false, 0), "a", "b", "c", "d");
    broker.countDown();
    buffer.flush(LONG);
    assertThat(dropped).containsExactly("c", "d");
    assertThat(handedOn).containsExactly("first@0", "a@0", "b@0");
  }

  @Test
  void theOldestAreDroppedWhenThereAreTooMany() {
    holdUp();
    add(limits(2, 0, true, 0), "a", "b", "c", "d");
    broker.countDown();
    buffer.flush(LONG);
    assertThat(dropped).containsExactly("a", "b");
    assertThat(handedOn).containsExactly("first@0", "c@0", "d@0");
  }

  @Test
  void asManyOldestAreDroppedAsTheBytesOfTheNewestNeed() {
    holdUp();
    add(limits(100, 6, true, 0), "aa", "bb", "cc", "dddd");
    assertThat(dropped).containsExactly("aa", "bb");
    add(limits(100, 6, true, 0), "larger than all");
    assertThat(dropped).containsExactly("aa", "bb", "larger than all");
    assertThat(buffer.depth()).isEqualTo(2);
  }

  @Test
  void whoIsToWaitForRoomWaitsNoLongerThanThat() {
    holdUp();
    add(limits(1, 0, false, 1_000_000), "a", "b");
    assertThat(dropped).containsExactly("b");
  }

  @Test
  void whoWaitsForRoomGetsIt() {
    holdUp();
    add(WIDE, "a");
    threads.whenWaiting(Thread.currentThread(), broker::countDown);
    add(limits(1, 0, false, LONG), "b");
    buffer.flush(LONG);
    assertThat(dropped).isEmpty();
    assertThat(handedOn).containsExactly("first@0", "a@0", "b@0");
  }

  @Test
  void whoIsInterruptedWaitsNoMoreAndStaysInterrupted() {
    holdUp();
    add(WIDE, "a");
    Thread.currentThread().interrupt();
    add(limits(1, 0, false, LONG), "b");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(dropped).containsExactly("b");
  }

  @Test
  void closingDropsWhatTheTimeIsTooShortForAndTakesNothingMore() {
    holdUp();
    add(WIDE, "a", "throws", "b");
    buffer.close(0);
    assertThat(dropped).containsExactly("a", "throws", "b");
    assertThat(buffer.add(new Text("late"), WIDE)).isFalse();
    buffer.close(0);
    assertThat(dropped).hasSize(3);
  }

  @Test
  void closingHandsAllOnFirst() throws InterruptedException {
    holdUp();
    add(WIDE, "a", "b");
    threads.whenWaiting(Thread.currentThread(), broker::countDown);
    buffer.close(LONG);
    assertThat(handedOn).containsExactly("first@0", "a@0", "b@0");
    assertThat(dropped).isEmpty();
    threads.last.join();
  }

  @Test
  void flushingLeavesWhatComesAfterIt() throws InterruptedException {
    holdUp();
    add(WIDE, "a");
    Thread flushing = new Thread(() -> buffer.flush(LONG));
    flushing.start();
    CountDownLatch waits = new CountDownLatch(1);
    threads.whenWaiting(flushing, waits::countDown);
    await(waits);
    add(WIDE, "b");
    broker.countDown();
    flushing.join();
    assertThat(handedOn).startsWith("first@0", "a@0");
    assertThat(dropped).isEmpty();
  }

  @Test
  void whatIsFlushedOnTheBuffersOwnThreadDoesNotWaitForItself() {
    Thread[] on = new Thread[1];
    buffer.add(
        new Buffered(0) {
          @Override
          protected void handOn(long waitedNanos) {
            on[0] = Thread.currentThread();
            buffer.flush(LONG);
            buffer.add(new Text("more"), limits(1, 0, false, LONG));
            buffer.add(new Text("too much"), limits(1, 0, false, LONG));
          }

          @Override
          protected void drop() {}
        },
        WIDE);
    buffer.flush(LONG);
    buffer.flush(LONG);
    assertThat(on[0]).isSameAs(threads.last);
    assertThat(handedOn).containsExactly("more@0");
    assertThat(dropped).containsExactly("too much");
  }

  @Test
  void whereNoThreadCanBeMadeTheBufferStandsAside() {
    threads.none = true;
    assertThat(buffer.add(new Text("a"), WIDE)).isFalse();
    assertThat(dropped).isEmpty();
    threads.none = false;
    add(WIDE, "b");
    buffer.flush(LONG);
    assertThat(handedOn).containsExactly("b@0");
  }

  @Test
  void aMessageThatThrowsDoesNotEndTheThread() {
    buffer.add(
        new Buffered(0) {
          @Override
          protected void handOn(long waitedNanos) {
            throw new IllegalStateException("the library's");
          }

          @Override
          protected void drop() {}
        },
        WIDE);
    add(WIDE, "a");
    buffer.flush(LONG);
    assertThat(handedOn).containsExactly("a@0");
  }

  @Test
  void theThreadIsADaemon() {
    add(WIDE, "a");
    assertThat(threads.last.isDaemon()).isTrue();
  }
}
