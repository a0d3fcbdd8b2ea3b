// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.executors;

import static org.assertj.core.api.Assertions.assertThat;

import io.outrider.instrumentation.Contexts;
import io.outrider.instrumentation.WrapAdapter;
import io.outrider.instrumentation.Wrapped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CompletableFuturesTest {
  private final List<Object> seen = new ArrayList<>();

  @BeforeEach
  void installContexts() {
    FakeContexts.install();
  }

  @Test
  void everyKindOfFunctionRunsInTheContextItWasGivenIn() {
    Function<Object, Object> function = carried(new Callbacks.Functions(), x -> see());
    BiFunction<Object, Throwable, Object> biFunction =
        carried(new Callbacks.BiFunctions(), (x, y) -> see());
    Consumer<Object> consumer = carried(new Callbacks.Consumers(), x -> see());
    BiConsumer<Object, Object> biConsumer = carried(new Callbacks.BiConsumers(), (x, y) -> see());
    Supplier<Object> supplier = carried(new Callbacks.Suppliers(), this::see);
    Runnable runnable = carried(new Callbacks.Runnables(), this::see);

    FakeContexts.in(
        "the completing thread's",
        () -> {
          CompletableFuture<Object> source = new CompletableFuture<>();
          source.thenApply(function);
          source.handle(biFunction);
          source.thenAccept(consumer);
          source.whenComplete(biConsumer);
          source.thenRun(runnable);
          source.complete(supplier.get());
          assertThat(Contexts.current()).isEqualTo("the completing thread's");
        });

    assertThat(seen).hasSize(6).containsOnly("A");
  }

  @Test
  void theFunctionsOfTheJdkItselfAreLeftAlone() {
    Function<Object, Object> identity = Function.identity();

    assertThat(carried(new Callbacks.Functions(), identity)).isSameAs(identity);
  }

  @Test
  void aFunctionIsWrappedOnceAndPrintsAsItself() {
    Function<Object, Object> function = x -> x;
    Function<Object, Object> once = carried(new Callbacks.Functions(), function);

    assertThat(carried(new Callbacks.Functions(), once)).isSameAs(once);
    assertThat(Wrapped.unwrap(once)).isSameAs(function);
    assertThat(once).hasToString(function.toString());
  }

  @Test
  void aMissingFunctionIsLeftToTheCall() {
    assertThat(FakeContexts.get("A", () -> new Callbacks.Functions().wrap(null, null))).isNull();
  }

  private Object see() {
    seen.add(Contexts.current());
    return "done";
  }

  private static <T> T carried(WrapAdapter adapter, T function) {
    return FakeContexts.get("A", () -> Woven.wrap(adapter, null, function));
  }
}
