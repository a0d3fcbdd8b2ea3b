// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outrider.instrumentation.ConsumerAdapter;
import io.outrider.instrumentation.MessageEndpoint;
import io.outrider.instrumentation.Messages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is paused for rules, and what becomes of it in the hands of others. */
class HeldTest {
  private static final TopicPartition ONE = new TopicPartition("orders", 0);
  private static final TopicPartition OTHER = new TopicPartition("orders", 1);

  private final Rules rules = new Rules();
  private final Client client = Client.unknown();
  private final Interruptible consumer = new Interruptible();

  /** A rule for all that there is. */
  private static final class Rules extends Messages {
    private long nanos;

    @Override
    protected boolean holds() {
      return true;
    }

    @Override
    protected long hold(MessageEndpoint from) {
      return nanos;
    }

    @Override
    protected <M> Object begin(ConsumerAdapter<M> adapter, M message) {
      return null;
    }

    @Override
    protected void end(Object processing, Throwable thrown) {}

    @Override
    protected void leave(Object processing) {}

    @Override
    protected void finish(Object processing, Throwable thrown) {}
  }

  /** Newer consumers have another thread pause and resume, and may be interrupted after that. */
  private static final class Interruptible extends MockConsumer<String, String> {
    private boolean interrupted;

    Interruptible() {
      super(OffsetResetStrategy.EARLIEST);
    }

    @Override
    public synchronized void pause(Collection<TopicPartition> partitions) {
      super.pause(partitions);
      interrupt();
    }

    @Override
    public synchronized void resume(Collection<TopicPartition> partitions) {
      interrupt();
      super.resume(partitions);
    }

    /** A real one knows nothing of a partition any more once it has lost it. */
    @Override
    public synchronized void rebalance(Collection<TopicPartition> assigned) {
      super.resume(new ArrayList<>(paused()));
      super.rebalance(assigned);
    }

    private void interrupt() {
      if (interrupted) {
        interrupted = false;
        throw new IllegalStateException("interrupted");
      }
    }
  }

  @BeforeEach
  void install() {
    Messages.install(rules);
    consumer.subscribe(Collections.singleton("orders"));
    consumer.rebalance(Arrays.asList(ONE, OTHER));
  }

  @AfterEach
  void uninstall() {
    rules.nanos = 0;
    consumer.close();
  }

  private void poll() {
    client.held.before(consumer, client, new Object[] {Duration.ofSeconds(1)});
  }

  @Test
  void keepsHoldingWhatARebalanceHasTakenAndGivenBack() {
    rules.nanos = 1_000_000_000;
    poll();
    assertThat(consumer.paused()).containsExactlyInAnyOrder(ONE, OTHER);
    // Whoever gets a partition, gets it as it is for everybody: not paused.
    consumer.rebalance(Collections.<TopicPartition>emptyList());
    consumer.rebalance(Arrays.asList(ONE, OTHER));
    assertThat(consumer.paused()).isEmpty();
    poll();
    assertThat(consumer.paused()).containsExactlyInAnyOrder(ONE, OTHER);
  }

  @Test
  void keepsHoldingWhatTheApplicationResumes() {
    rules.nanos = 1_000_000_000;
    poll();
    consumer.resume(Collections.singleton(ONE));
    poll();
    assertThat(consumer.paused()).contains(ONE);
    rules.nanos = 0;
    poll();
    assertThat(consumer.paused()).isEmpty();
  }

  @Test
  void resumesWhatItHasPausedWhenItWasInterruptedThere() {
    rules.nanos = 1_000_000_000;
    consumer.interrupted = true;
    assertThatThrownBy(this::poll).hasMessage("interrupted");
    rules.nanos = 0;
    poll();
    assertThat(consumer.paused()).isEmpty();
  }

  @Test
  void resumesLaterWhatItCouldNotResume() {
    rules.nanos = 1_000_000_000;
    poll();
    rules.nanos = 0;
    consumer.interrupted = true;
    assertThatThrownBy(this::poll).hasMessage("interrupted");
    poll();
    assertThat(consumer.paused()).isEmpty();
  }

  @Test
  void leavesPausedWhatTheApplicationHasPaused() {
    consumer.pause(Collections.singleton(ONE));
    rules.nanos = 1_000_000_000;
    poll();
    rules.nanos = 0;
    poll();
    assertThat(consumer.paused()).containsExactly(ONE);
  }
}
