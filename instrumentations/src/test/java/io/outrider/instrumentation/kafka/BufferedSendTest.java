// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outrider.instrumentation.BufferLimits;
import io.outrider.instrumentation.Rejection;
import io.outrider.instrumentation.Send;
import io.outrider.instrumentation.SendRefusal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BufferedSendTest {
  private final List<String> events = new ArrayList<>();
  private final Send send =
      new Send() {
        @Override
        public void stored(String partition, long offset) {
          events.add("stored");
        }

        @Override
        public void id(String id) {}

        @Override
        public void end(Throwable thrown) {
          events.add("end " + (thrown == null ? null : thrown.getClass().getSimpleName()));
        }

        @Override
        public Object context() {
          return null;
        }

        @Override
        public BufferLimits buffer() {
          return new BufferLimits(1, 0, false, 0);
        }

        @Override
        public void handedOn(long waitedNanos) {
          events.add("waited " + waitedNanos);
        }

        @Override
        public SendRefusal dropped() {
          events.add("dropped");
          return new SendRefusal("rule", "buffer", "no room", 5);
        }
      };

  private BufferedSend of(Producer<Object, Object> producer) {
    return new BufferedSend(
        producer,
        new ProducerRecord<>("orders", "k", "v"),
        (metadata, e) -> events.add("callback " + (e == null ? metadata.topic() : e.getMessage())),
        send);
  }

  private static MockProducer<Object, Object> producer() {
    return new MockProducer<>(false, null, null, null);
  }

  @Test
  void theFutureEndsWithTheProducersAfterTheCallback() throws Exception {
    MockProducer<Object, Object> producer = producer();
    BufferedSend sent = of(producer);
    assertThat(sent.isDone()).isFalse();
    assertThatThrownBy(() -> sent.get(1, TimeUnit.NANOSECONDS))
        .isInstanceOf(TimeoutException.class);
    sent.handOn(3);
    assertThat(sent.isDone()).isFalse();
    producer.completeNext();
    assertThat(sent.get().topic()).isEqualTo("orders");
    assertThat(sent.isDone()).isTrue();
    assertThat(events).containsExactly("waited 3", "stored", "end null", "callback orders");
  }

  @Test
  void whatTheProducerThrowsIsTheFuturesAndTheCallbacks() {
    BufferedSend sent =
        of(
            new MockProducer<>() {
              @Override
              public Future<RecordMetadata> send(
                  ProducerRecord<Object, Object> record, Callback callback) {
                throw new SerializationException("no");
              }
            });
    sent.handOn(0);
    assertThatThrownBy(sent::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(SerializationException.class);
    assertThat(events).containsExactly("waited 0", "end SerializationException", "callback no");
  }

  @Test
  void whatIsDroppedIsRefusedOnce() {
    BufferedSend sent = of(producer());
    sent.drop();
    sent.drop();
    sent.onCompletion(null, null);
    assertThatThrownBy(() -> sent.get(1, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .satisfies(e -> assertThat(e.getCause()).isInstanceOf(Rejection.class))
        .hasCauseInstanceOf(org.apache.kafka.common.errors.TimeoutException.class);
    assertThat(events).containsExactly("dropped", "end SendRefused", "callback no room");
  }

  @Test
  void theSizeIsThatOfWhatIsKnownOfKeyAndValue() {
    assertThat(BufferedSend.size(null)).isZero();
    assertThat(BufferedSend.size("four")).isEqualTo(8);
    assertThat(BufferedSend.size(new byte[9])).isEqualTo(9);
    assertThat(BufferedSend.size(ByteBuffer.allocate(5))).isEqualTo(5);
    assertThat(BufferedSend.size(new Object())).isEqualTo(1024);
  }
}
