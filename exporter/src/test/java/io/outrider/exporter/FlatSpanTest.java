// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Our span and the SDK's, told the same, record the same. */
class FlatSpanTest {
  private static final SpanLimits LIMITS =
      SpanLimits.builder()
          .setMaxNumberOfAttributes(5)
          .setMaxAttributeValueLength(7)
          .setMaxNumberOfEvents(3)
          .setMaxNumberOfAttributesPerEvent(2)
          .setMaxNumberOfLinks(2)
          .setMaxNumberOfAttributesPerLink(1)
          .build();
  private static final SpanContext OTHER =
      SpanContext.createFromRemoteParent(
          "0102030405060708090a0b0c0d0e0f10",
          "0102030405060708",
          TraceFlags.getSampled(),
          TraceState.builder().put("vendor", "value").build());

  private final List<SpanData> ours = new ArrayList<>();
  private final List<SpanData> theirs = new ArrayList<>();

  @Test
  void anExceptionThatCannotSayWhatItIsLeavesTheSpanToEnd() {
    Span span = ours(Sampler.alwaysOn(), SpanLimits.getDefault()).spanBuilder("broken").startSpan();
    span.recordException(
        new IllegalStateException() {
          @Override
          public String getMessage() {
            throw new UnsupportedOperationException("not even this");
          }
        });
    span.recordException(new Broken());
    span.end();
    assertThat(ours.get(0).getEvents())
        .last()
        .extracting(event -> event.getAttributes().get(AttributeKey.stringKey("exception.type")))
        .asString()
        .endsWith("Broken");
  }

  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new UnsupportedOperationException("not even this");
    }
  }

  private Tracer ours(Sampler sampler, SpanLimits limits) {
    return new FlatTracer(
        new SpanSource(Resource.getDefault(), sampler, limits, ours::add),
        InstrumentationScopeInfo.create("test"));
  }

  private Tracer theirs(Sampler sampler, SpanLimits limits) {
    return SdkTracerProvider.builder()
        .setSampler(sampler)
        .setSpanLimits(limits)
        .addSpanProcessor(
            new SpanProcessor() {
              @Override
              public void onStart(Context parent, ReadWriteSpan span) {}

              @Override
              public boolean isStartRequired() {
                return false;
              }

              @Override
              public void onEnd(ReadableSpan span) {
                if (span.getSpanContext().isSampled()) {
                  theirs.add(span.toSpanData());
                }
              }

              @Override
              public boolean isEndRequired() {
                return true;
              }
            })
        .build()
        .get("test");
  }

  private static void builderStep(SpanBuilder builder, int step, Random random) {
    switch (step % 8) {
      case 0 -> builder.setSpanKind(SpanKind.values()[random.nextInt(5)]);
      case 1 -> builder.setAttribute("key" + random.nextInt(9), "value-" + random.nextInt(100));
      case 2 -> builder.setAttribute(AttributeKey.longKey("key" + random.nextInt(9)), 7L);
      case 3 ->
          builder.setAttribute(AttributeKey.stringArrayKey("list"), List.of("abcdefghij", "b"));
      case 4 -> builder.addLink(OTHER);
      case 5 -> builder.addLink(OTHER, Attributes.builder().put("a", 1).put("b", 2).build());
      case 6 -> builder.setAllAttributes(Attributes.builder().put("x", true).put("y", 1.5).build());
      default -> builder.setAttribute((String) null, "nothing");
    }
  }

  private static void spanStep(Span span, int step, Random random) {
    switch (step % 11) {
      case 0 -> span.updateName("name" + random.nextInt(100));
      case 1 -> span.setAttribute("key" + random.nextInt(9), random.nextInt());
      case 2 -> span.setStatus(StatusCode.values()[random.nextInt(3)], "text");
      case 3 -> span.setStatus(StatusCode.ERROR);
      case 4 ->
          span.addEvent(
              "event", Attributes.builder().put("a", "a long one").put("b", 2).put("c", 3).build());
      case 5 -> span.addEvent("at", 17, TimeUnit.MILLISECONDS);
      case 6 -> span.recordException(new IllegalStateException("on purpose"));
      case 7 -> span.addLink(OTHER);
      case 8 -> span.setAttribute("", "no name");
      case 9 -> span.setAttribute(AttributeKey.stringKey("key1"), null);
      default -> span.setStatus(StatusCode.OK);
    }
  }

  private static void play(Tracer tracer, long seed) {
    Random random = new Random(seed);
    SpanBuilder builder = tracer.spanBuilder("first").setNoParent();
    if (random.nextBoolean()) {
      builder.setParent(Context.root().with(Span.wrap(OTHER)));
    }
    builder.setStartTimestamp(1_000, TimeUnit.NANOSECONDS);
    for (int i = random.nextInt(12); i > 0; i--) {
      builderStep(builder, random.nextInt(8), random);
    }
    Span span = builder.startSpan();
    for (int i = random.nextInt(15); i > 0; i--) {
      spanStep(span, random.nextInt(11), random);
    }
    span.end(5_000, TimeUnit.NANOSECONDS);
    span.setAttribute("late", "too late");
    span.updateName("too late");
    span.end();
  }

  private void recordTheSame(SpanLimits limits) {
    Sampler sampler = Sampler.parentBased(Sampler.alwaysOn());
    Tracer our = ours(sampler, limits);
    Tracer their = theirs(sampler, limits);
    for (long seed = 0; seed < 2_000; seed++) {
      play(our, seed);
      play(their, seed);
    }
    assertThat(ours).hasSize(2_000).hasSameSizeAs(theirs);
    for (int i = 0; i < ours.size(); i++) {
      assertThat(text(ours.get(i))).as("seed %d", i).isEqualTo(text(theirs.get(i)));
    }
  }

  @Test
  void recordsWhatTheSdkRecords() {
    recordTheSame(SpanLimits.getDefault());
  }

  @Test
  void keepsTheSameLimits() {
    recordTheSame(LIMITS);
  }

  private static String text(SpanData span) {
    StringBuilder text = new StringBuilder();
    text.append(span.getName()).append(' ').append(span.getKind());
    text.append(' ').append(span.getStatus()).append(' ').append(span.hasEnded());
    text.append(' ').append(span.getStartEpochNanos()).append(' ').append(span.getEndEpochNanos());
    text.append(' ').append(span.getParentSpanContext());
    text.append(' ').append(span.getSpanContext().getTraceFlags());
    text.append(' ').append(span.getSpanContext().getTraceState());
    text.append(' ').append(span.getInstrumentationScopeInfo());
    text.append(' ').append(span.getTotalAttributeCount());
    text.append(' ').append(text(span.getAttributes()));
    for (EventData event : span.getEvents()) {
      boolean exception = event.getName().equals("exception");
      text.append("\nevent ").append(event.getName()).append(' ');
      // An exception's stack trace names the lines of this test.
      text.append(exception ? names(event.getAttributes()) : text(event.getAttributes()));
      text.append(' ').append(exception ? "" : event.getTotalAttributeCount());
    }
    for (LinkData link : span.getLinks()) {
      text.append("\nlink ").append(link.getSpanContext()).append(text(link.getAttributes()));
      text.append(' ').append(link.getTotalAttributeCount());
    }
    text.append('\n').append(span.getTotalRecordedEvents());
    return text.append(' ').append(span.getTotalRecordedLinks()).toString();
  }

  private static String text(Attributes attributes) {
    return new java.util.TreeMap<>(strings(attributes)).toString();
  }

  private static String names(Attributes attributes) {
    return new java.util.TreeMap<>(strings(attributes)).keySet().toString();
  }

  private static java.util.Map<String, String> strings(Attributes attributes) {
    java.util.Map<String, String> strings = new java.util.HashMap<>();
    attributes.forEach((key, value) -> strings.put(key.getKey() + key.getType(), value.toString()));
    return strings;
  }

  @Test
  void aChildIsOfItsParentsTraceAndClock() {
    Tracer tracer = ours(Sampler.parentBased(Sampler.alwaysOn()), SpanLimits.getDefault());
    Span parent = tracer.spanBuilder("parent").setNoParent().startSpan();
    Span child = tracer.spanBuilder("child").setParent(Context.root().with(parent)).startSpan();
    child.end();
    parent.end();
    SpanData inner = ours.get(0);
    SpanData outer = ours.get(1);
    assertThat(inner.getTraceId()).isEqualTo(outer.getTraceId()).hasSize(32);
    assertThat(inner.getSpanId()).isNotEqualTo(outer.getSpanId()).hasSize(16);
    assertThat(inner.getParentSpanId()).isEqualTo(outer.getSpanId());
    assertThat(outer.getParentSpanContext().isValid()).isFalse();
    assertThat(inner.getStartEpochNanos())
        .isBetween(outer.getStartEpochNanos(), inner.getEndEpochNanos());
    assertThat(inner.getEndEpochNanos()).isLessThanOrEqualTo(outer.getEndEpochNanos());
    long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    assertThat(Math.abs(outer.getStartEpochNanos() - now)).isLessThan(60_000_000_000L);
  }

  @Test
  void whatIsNotSampledCarriesItsIdsOnAndIsNotRecorded() {
    Tracer tracer = ours(Sampler.alwaysOff(), SpanLimits.getDefault());
    Span span =
        tracer.spanBuilder("s").setParent(Context.root().with(Span.wrap(OTHER))).startSpan();
    span.setAttribute("a", "b").end();
    assertThat(span.isRecording()).isFalse();
    assertThat(span.getSpanContext().isSampled()).isFalse();
    assertThat(span.getSpanContext().getTraceId()).isEqualTo(OTHER.getTraceId());
    assertThat(span.getSpanContext().getSpanId()).isNotEqualTo(OTHER.getSpanId());
    assertThat(ours).isEmpty();
  }

  @Test
  void endsOnceHoweverManyThreadsEndIt() throws Exception {
    List<SpanData> ended = java.util.Collections.synchronizedList(new ArrayList<>());
    Consumer<SpanData> sink = ended::add;
    Tracer tracer = Spans.tracer("test", Sampler.alwaysOn(), sink);
    for (int round = 0; round < 200; round++) {
      Span span = tracer.spanBuilder("s").startSpan();
      Thread[] threads = new Thread[4];
      for (int i = 0; i < threads.length; i++) {
        threads[i] =
            new Thread(
                () -> {
                  span.setAttribute("thread", Thread.currentThread().getName());
                  span.end();
                });
        threads[i].start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertThat(ended).hasSize(200).doesNotHaveDuplicates();
  }
}
