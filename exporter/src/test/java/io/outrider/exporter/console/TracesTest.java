// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TracesTest {
  private final Traces traces = new Traces(3, 10);

  @Test
  void aWholeTraceSettlesAfterAShortSilence() {
    traces.add(span(1, 2, 1), 0);
    traces.add(span(1, 1, 0), 500);

    assertThat(traces.takeSettled(1_000)).isEmpty();
    assertThat(traces.takeSettled(2_000))
        .singleElement()
        .satisfies(t -> assertThat(t.spans).hasSize(2));
    assertThat(traces.takeSettled(9_000)).isEmpty();
  }

  @Test
  void aTraceWithAMissingParentWaitsAsLongAsABatchMayTake() {
    traces.add(span(1, 2, 1), 0);

    assertThat(traces.takeSettled(5_000)).isEmpty();
    assertThat(traces.takeSettled(6_000)).hasSize(1);
  }

  @Test
  void anAnsweredCallWithoutTheOtherSidesSpanWaitsToo() {
    Span call = span(1, 1, 0);
    call.kind = Span.CLIENT;
    call.attributes.put("http.response.status_code", "200");
    traces.add(call, 0);

    assertThat(traces.takeSettled(5_000)).isEmpty();
    traces.add(span(1, 2, 1), 5_000);
    assertThat(traces.takeSettled(6_500))
        .singleElement()
        .satisfies(t -> assertThat(t.grown).isFalse());
  }

  @Test
  void aTraceThatGrowsAfterwardsComesAgain() {
    traces.add(span(1, 1, 0), 0);
    traces.takeSettled(2_000);
    traces.add(span(1, 2, 1), 3_000);

    assertThat(traces.takeSettled(5_000))
        .singleElement()
        .satisfies(t -> assertThat(t.grown).isTrue());
  }

  @Test
  void whoAsksForATraceThatWasPrintedIsNotToldItGrew() {
    traces.add(span(1, 1, 0), 0);
    traces.takeSettled(2_000);

    assertThat(traces.newest("", 1)).singleElement().satisfies(t -> assertThat(t.grown).isFalse());
  }

  @Test
  void holdsTheNewestTracesOnly() {
    for (int trace = 1; trace <= 5; trace++) {
      traces.add(span(trace, 1, 0), 0);
    }

    assertThat(traces.newest("", 10)).extracting(t -> t.id).containsExactly("5", "4", "3");
  }

  @Test
  void givesUpOldTracesWhenThereAreTooManySpans() {
    for (int trace = 1; trace <= 3; trace++) {
      for (int id = 1; id <= 6; id++) {
        traces.add(span(trace, id, 0), 0);
      }
    }

    assertThat(traces.newest("", 10)).extracting(t -> t.id).containsExactly("3");
  }

  @Test
  void countsSpansBeyondTheLimitOfOneTrace() {
    Traces large = new Traces(3, 100_000);
    for (int id = 1; id <= Traces.MAX_SPANS_PER_TRACE + 5; id++) {
      large.add(span(1, id, 0), 0);
    }

    assertThat(large.droppedSpans()).isEqualTo(5);
  }

  private static Span span(int trace, int id, int parent) {
    Span span = new Span();
    span.traceId = Integer.toString(trace);
    span.id = Integer.toString(id);
    span.parentId = parent == 0 ? "" : Integer.toString(parent);
    span.kind = Span.SERVER;
    return span;
  }
}
