// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.kafka;

import io.outrider.instrumentation.Messages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions that rules keep from a consumer for a while: paused, so that its polls go on and
 * the group does not take it for dead. A poll that gets nothing of them is made no longer than that
 * while.
 *
 * <p>Only the consumer's own thread is here. What the application pauses itself stays paused; what
 * it pauses while we have paused it already is resumed with the rest, and what it resumes of ours
 * is paused again.
 */
final class Held {
  private static final long NANOS_PER_MILLI = 1_000_000L;

  private final Set<TopicPartition> paused = new HashSet<TopicPartition>();

  /**
   * @param arguments of a poll that is about to be made: its timeout may be shortened
   */
  void before(Consumer<?, ?> consumer, Client client, Object[] arguments) {
    if (paused.isEmpty() && !Messages.mayHold()) {
      return;
    }
    List<TopicPartition> pause = null;
    List<TopicPartition> resume = null;
    long shortest = Long.MAX_VALUE;
    String topic = null;
    long hold = 0;
    Set<TopicPartition> assigned = consumer.assignment();
    // Not by our own book: who gets a partition back from a rebalance gets it not paused.
    Set<TopicPartition> still = consumer.paused();
    for (TopicPartition partition : assigned) {
      if (!partition.topic().equals(topic)) {
        topic = partition.topic();
        hold = Messages.holdNanos(client.endpoint(topic));
      }
      if (hold > 0) {
        shortest = Math.min(shortest, hold);
        if (!still.contains(partition)) {
          pause = added(pause, partition);
        }
      } else if (paused.contains(partition)) {
        resume = added(resume, partition);
      }
    }
    // Either may be interrupted when it is done or before: what is in the book is resumed some day.
    if (pause != null) {
      paused.addAll(pause);
      consumer.pause(pause);
    }
    if (resume != null) {
      consumer.resume(resume);
      paused.removeAll(resume);
    }
    if (!paused.isEmpty()) {
      // Another member of the group has those now, or nobody holds them any more.
      paused.retainAll(assigned);
      shorten(arguments, shortest);
    }
  }

  private static List<TopicPartition> added(List<TopicPartition> to, TopicPartition partition) {
    List<TopicPartition> list = to == null ? new ArrayList<TopicPartition>() : to;
    list.add(partition);
    return list;
  }

  private static void shorten(Object[] arguments, long nanos) {
    long millis = Math.max(1, nanos / NANOS_PER_MILLI);
    if (arguments[0] instanceof Long) {
      arguments[0] = Math.min((Long) arguments[0], millis);
    } else if (arguments[0] instanceof Duration
        && ((Duration) arguments[0]).compareTo(Duration.ofMillis(millis)) > 0) {
      arguments[0] = Duration.ofMillis(millis);
    }
  }
}
