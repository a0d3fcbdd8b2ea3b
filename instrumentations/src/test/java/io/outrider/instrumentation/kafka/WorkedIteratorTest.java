// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.outrider.instrumentation.ConsumerAdapter;
import io.outrider.instrumentation.Messages;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of the work of loops that were left. */
class WorkedIteratorTest {
  private final Client client = Client.unknown();
  private final Works works = new Works();
  private final ExecutorService one = Executors.newSingleThreadExecutor();
  private final ExecutorService other = Executors.newSingleThreadExecutor();

  private static final class Works extends Messages {
    private final List<Object> open = new ArrayList<>();

    @Override
    protected synchronized <M> Object begin(ConsumerAdapter<M> adapter, M message) {
      Object value = ((Delivery) message).record.value();
      open.add(value);
      return value;
    }

    @Override
    protected synchronized void end(Object processing, Throwable thrown) {
      assertThat(open.remove(processing)).isTrue();
    }

    @Override
    protected void leave(Object processing) {}

    @Override
    protected void finish(Object processing, Throwable thrown) {
      end(processing, thrown);
    }
  }

  @BeforeEach
  void install() {
    Messages.install(works);
  }

  @AfterEach
  void stop() {
    one.shutdown();
    other.shutdown();
  }

  private Iterator<ConsumerRecord<Object, Object>> loop(String... values) {
    List<ConsumerRecord<Object, Object>> records = new ArrayList<>();
    for (String value : values) {
      records.add(new ConsumerRecord<Object, Object>("orders", 0, 0, null, value));
    }
    return new WorkedList(records, client).iterator();
  }

  private void begin(ExecutorService on, String value) throws Exception {
    on.submit((Callable<?>) () -> loop(value, "never reached").next()).get();
  }

  @Test
  void aLoopThatWasLeftEndsWithTheNextOnItsThreadWhateverOtherThreadsDo() throws Exception {
    begin(one, "left by one");
    begin(other, "left by the other");
    begin(one, "next of one");
    assertThat(works.open).containsExactly("left by the other", "next of one");
    begin(other, "next of the other");
    assertThat(works.open).containsExactly("next of one", "next of the other");
  }

  @Test
  void whatAThreadHasLeftThatIsNoMoreEndsWithThePoll() throws Exception {
    Thread gone = new Thread(() -> loop("left", "never reached").next());
    gone.start();
    gone.join();
    assertThat(works.open).containsExactly("left");
    client.endWorkOfTheDead();
    assertThat(works.open).isEmpty();
  }

  @Test
  void aLoopToTheEndLeavesNothing() {
    Iterator<ConsumerRecord<Object, Object>> loop = loop("first", "second");
    List<Object> seen = new ArrayList<>();
    while (loop.hasNext()) {
      seen.add(loop.next().value());
      assertThat(works.open).containsExactly(seen.get(seen.size() - 1));
    }
    assertThat(seen).isEqualTo(Arrays.asList("first", "second"));
    assertThat(works.open).isEmpty();
    client.endWork();
  }

  @Test
  void aLoopThatWasLeftDoesNotKeepWhatWasPolled() {
    ConsumerRecords<Object, Object> polled = polled();
    @SuppressWarnings("unchecked")
    Iterator<ConsumerRecord<Object, Object>> loop =
        (Iterator<ConsumerRecord<Object, Object>>)
            new Polled().after(polled, null, polled.iterator(), null);
    loop.next();
    WeakReference<Object> reference = new WeakReference<>(polled);
    polled = null;
    loop = null;
    await()
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(reference.get()).isNull();
            });
    // Until now the loop itself was known.
    client.endWork();
    assertThat(works.open).isEmpty();
  }

  private ConsumerRecords<Object, Object> polled() {
    List<ConsumerRecord<Object, Object>> records = new ArrayList<>();
    records.add(new ConsumerRecord<Object, Object>("orders", 0, 0, null, "first"));
    records.add(new ConsumerRecord<Object, Object>("orders", 0, 1, null, "second"));
    ConsumerRecords<Object, Object> polled =
        new ConsumerRecords<>(Collections.singletonMap(new TopicPartition("orders", 0), records));
    Polled.RECORDS.put(polled, client);
    return polled;
  }
}
