// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SpanRingTest {

  private final Tracer tracer =
      SdkTracerProvider.builder()
          .setSampler(Sampler.alwaysOn())
          .addSpanProcessor(new Ignoring())
          .build()
          .get("test");

  private ReadableSpan span() {
    return (ReadableSpan) tracer.spanBuilder("s").startSpan();
  }

  @Test
  void givesSpansBackInOrderAcrossManyRounds() {
    SpanRing ring = new SpanRing(3);
    for (int round = 0; round < 10; round++) {
      ReadableSpan first = span();
      ReadableSpan second = span();
      assertThat(ring.add(first)).isEqualTo(1);
      assertThat(ring.add(second)).isEqualTo(2);
      assertThat(ring.poll()).isSameAs(first);
      assertThat(ring.poll()).isSameAs(second);
      assertThat(ring.poll()).isNull();
    }
  }

  @Test
  void takesExactlyItsCapacity() {
    SpanRing ring = new SpanRing(3);

    assertThat(List.of(ring.add(span()), ring.add(span()), ring.add(span()), ring.add(span())))
        .containsExactly(1L, 2L, 3L, 0L);
    ring.poll();
    assertThat(ring.add(span())).isEqualTo(3);
  }

  @Test
  void losesAndDoublesNothingUnderManyThreads() throws Exception {
    int threads = 8;
    int each = 20_000;
    SpanRing ring = new SpanRing(64);
    AtomicInteger refused = new AtomicInteger();
    CountDownLatch running = new CountDownLatch(threads);
    ReadableSpan[][] spans = new ReadableSpan[threads][each];
    for (ReadableSpan[] own : spans) {
      for (int i = 0; i < each; i++) {
        own[i] = span();
      }
    }
    for (ReadableSpan[] own : spans) {
      new Thread(
              () -> {
                for (ReadableSpan span : own) {
                  if (ring.add(span) == 0) {
                    refused.incrementAndGet();
                  }
                }
                running.countDown();
              })
          .start();
    }
    List<ReadableSpan> taken = new ArrayList<>();
    while (running.getCount() > 0 || ring.size() > 0) {
      ReadableSpan span = ring.poll();
      if (span == null) {
        Thread.onSpinWait();
      } else {
        taken.add(span);
      }
    }

    Set<ReadableSpan> distinct = new HashSet<>(taken);
    assertThat(distinct).hasSameSizeAs(taken);
    assertThat(taken.size() + refused.get()).isEqualTo(threads * each);
  }

  private static final class Ignoring implements io.opentelemetry.sdk.trace.SpanProcessor {
    @Override
    public void onStart(
        io.opentelemetry.context.Context parent, io.opentelemetry.sdk.trace.ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
