// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static io.outrider.agent.engine.Telemetry.assertRoot;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.ScopeAdapter;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContextTest {
  private final Engine engine = new Telemetry().engine();

  @AfterEach
  void leavesNothingCurrent() {
    assertRoot();
  }

  private static Operation operation(Operation.Kind kind, Context parent) {
    return new Operation(kind, parent, 0);
  }

  @Test
  void anOperationShowsItsSpanAndWhatIsUnderIt() {
    Baggage baggage = Baggage.builder().put("tenant", "a").build();
    Operation operation = operation(Operation.Kind.DB, Context.root().with(baggage));
    assertThat(Span.fromContext(operation)).isSameAs(Span.getInvalid());
    Span span = Sampling.unsampled(Context.root());
    operation.span = span;
    assertThat(Span.fromContext(operation)).isSameAs(span);
    assertThat(Baggage.fromContext(operation)).isSameAs(baggage);
    Context layered = operation.with(Baggage.empty());
    assertThat(Baggage.fromContext(layered)).isSameAs(Baggage.empty());
    assertThat(Span.fromContext(layered)).isSameAs(span);
    assertThat(Operation.of(layered)).isSameAs(operation);
  }

  @Test
  void aKindHidesItsOwn() {
    Operation server = operation(Operation.Kind.HTTP_SERVER, Context.root());
    Operation client = operation(Operation.Kind.HTTP_CLIENT, server);
    Operation db = operation(Operation.Kind.DB, client);
    assertThat(Operation.isNested(db, Operation.Kind.HTTP_CLIENT)).isTrue();
    assertThat(Operation.isNested(db, Operation.Kind.DB)).isTrue();
    assertThat(Operation.isNested(db, Operation.Kind.CONNECT)).isTrue();
    assertThat(Operation.isNested(client, Operation.Kind.DB)).isFalse();
    client.end();
    assertThat(Operation.isNested(db, Operation.Kind.HTTP_CLIENT)).isFalse();
    Context next = operation(Operation.Kind.HTTP_SERVER, db);
    assertThat(Operation.isNested(next, Operation.Kind.DB)).isFalse();
    assertThat(Operation.isNested(Context.root(), Operation.Kind.DB)).isFalse();
  }

  @Test
  void aCallThatHasEndedIsNoParent() {
    Operation server = operation(Operation.Kind.HTTP_SERVER, Context.root());
    Operation client = operation(Operation.Kind.HTTP_CLIENT, server);
    client.end();
    assertThat(Operation.parent(client)).isSameAs(server);
    server.end();
    assertThat(Operation.parent(client)).isSameAs(server);
    assertThat(Operation.parent(Context.root())).isSameAs(Context.root());
  }

  @Test
  void anOperationEndsOnceAmongManyThreads() throws Exception {
    Operation operation = operation(Operation.Kind.DB, Context.root());
    AtomicInteger ended = new AtomicInteger();
    Thread[] threads = new Thread[8];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          new Thread(
              () -> {
                if (operation.end()) {
                  ended.incrementAndGet();
                }
              });
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(ended).hasValue(1);
  }

  @Test
  void adaptersSeeTheContextAsAnObject() {
    assertThat(engine).isNotNull();
    assertThat(Contexts.current()).isNull();
    Operation operation = operation(Operation.Kind.DB, Context.root());
    Object previous = Contexts.attach(operation);
    assertThat(Contexts.current()).isSameAs(operation);
    Object inner = Contexts.attach(Contexts.none());
    assertThat(Contexts.current()).isNull();
    Contexts.restore(inner);
    assertThat(Contexts.current()).isSameAs(operation);
    Contexts.restore(previous);
    assertThat(Contexts.current()).isNull();
  }

  @Test
  void silenceHidesEveryCallAsLongAsItsBodyRuns() {
    ScopeHandler site = new ScopeHandler((self, a0) -> Contexts.silent(), new Life("fake"));
    Object opened = site.open(null, null);
    Context inside = Current.get();
    for (Operation.Kind kind : Operation.Kind.values()) {
      assertThat(Operation.isNested(inside, kind)).isTrue();
    }
    site.close(opened);
    assertThat(Operation.isNested(inside, Operation.Kind.DB)).isFalse();
  }

  @Test
  void aScopeThatNamesNothingChangesNothing() {
    ScopeHandler site = new ScopeHandler((self, a0) -> null, new Life("fake"));
    assertThat(site.open(null, null)).isNull();
    site.close(null);
  }

  @Test
  void aScopeWhoseAdapterThrowsChangesNothingAndIsLeftAloneAfterAMisfit() {
    AtomicInteger asked = new AtomicInteger();
    ScopeAdapter misfit =
        (self, a0) -> {
          asked.incrementAndGet();
          throw new NoSuchMethodError();
        };
    ScopeHandler site = new ScopeHandler(misfit, new Life("fake"));
    assertThat(site.open(null, null)).isNull();
    assertThat(site.open(null, null)).isNull();
    assertThat(asked).hasValue(1);
  }

  @Test
  void whatCannotBeWrappedIsPassedAsItIs() {
    WrapHandler wrap =
        new WrapHandler(
            (self, argument) -> {
              throw new OutOfMemoryError();
            },
            new Life("fake"));
    assertThat(wrap.wrap(null, "task")).isEqualTo("task");
    AfterHandler after =
        new AfterHandler(
            (self, a0, returned, thrown) -> {
              throw new StackOverflowError();
            },
            new Life("fake"));
    assertThat(after.after(null, null, "value", null)).isEqualTo("value");
  }
}
