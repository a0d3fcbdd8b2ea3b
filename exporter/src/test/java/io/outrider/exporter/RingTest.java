// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RingTest {

  private final Tracer tracer = Spans.tracer("test", Sampler.alwaysOn(), span -> {});

  private SpanData span() {
    return (SpanData) tracer.spanBuilder("s").startSpan();
  }

  @Test
  void givesSpansBackInOrderAcrossManyRounds() {
    Ring<SpanData> ring = new Ring<>(3);
    for (int round = 0; round < 10; round++) {
      SpanData first = span();
      SpanData second = span();
      assertThat(ring.add(first)).isEqualTo(1);
      assertThat(ring.add(second)).isEqualTo(2);
      assertThat(ring.poll()).isSameAs(first);
      assertThat(ring.poll()).isSameAs(second);
      assertThat(ring.poll()).isNull();
    }
  }

  @Test
  void takesExactlyItsCapacity() {
    Ring<SpanData> ring = new Ring<>(3);

    assertThat(List.of(ring.add(span()), ring.add(span()), ring.add(span()), ring.add(span())))
        .containsExactly(1L, 2L, 3L, 0L);
    ring.poll();
    assertThat(ring.add(span())).isEqualTo(3);
  }

  @Test
  void losesAndDoublesNothingUnderManyThreads() throws Exception {
    int threads = 8;
    int each = 20_000;
    Ring<SpanData> ring = new Ring<>(64);
    AtomicInteger refused = new AtomicInteger();
    CountDownLatch running = new CountDownLatch(threads);
    SpanData[][] spans = new SpanData[threads][each];
    for (SpanData[] own : spans) {
      for (int i = 0; i < each; i++) {
        own[i] = span();
      }
    }
    for (SpanData[] own : spans) {
      new Thread(
              () -> {
                for (SpanData span : own) {
                  if (ring.add(span) == 0) {
                    refused.incrementAndGet();
                  }
                }
                running.countDown();
              })
          .start();
    }
    List<SpanData> taken = new ArrayList<>();
    while (running.getCount() > 0 || ring.size() > 0) {
      SpanData span = ring.poll();
      if (span == null) {
        Thread.onSpinWait();
      } else {
        taken.add(span);
      }
    }

    Set<SpanData> distinct = new HashSet<>(taken);
    assertThat(distinct).hasSameSizeAs(taken);
    assertThat(taken.size() + refused.get()).isEqualTo(threads * each);
  }
}
