// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import org.junit.jupiter.api.Test;

class LayerTest {
  private static final ContextKey<String> A = ContextKey.named("a");
  private static final ContextKey<String> B = ContextKey.named("b");

  @Test
  void aContextThatIsChangedForEverDoesNotGrow() {
    Operation call = new Operation(Operation.Kind.HTTP_SERVER, Context.root(), 0);
    Context context = call;
    for (int i = 0; i < 100; i++) {
      context = Layer.put(context, A, "a" + i);
      context = Layer.put(context, B, "b" + i);
    }
    assertThat(context.get(A)).isEqualTo("a99");
    assertThat(context.get(B)).isEqualTo("b99");
    assertThat(((Layer) ((Layer) context).under).under).isSameAs(call);
  }

  @Test
  void whatIsBelowAnotherContextStays() {
    Operation call = new Operation(Operation.Kind.HTTP_SERVER, Context.root(), 0);
    Context attached = new Attached(Layer.put(call, A, "below"), ContextKey.named("own"), "own");
    Context context = Layer.put(attached, A, "above");
    assertThat(context.get(A)).isEqualTo("above");
    assertThat(attached.get(A)).isEqualTo("below");
    assertThat(((Layer) context).under).isSameAs(attached);
    assertThat(Operation.of(context)).isSameAs(call);
  }
}
