// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.coroutines;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Weaver;

/**
 * A coroutine runs in the context it was started in, on whichever thread it goes on after it was
 * suspended.
 *
 * <p>All that starts one ({@code launch}, {@code async}, {@code runBlocking}, {@code produce},
 * {@code future} and the like) makes its CoroutineContext in one place, which is woven; the rest is
 * done by the library's own means for what belongs to a thread.
 */
public final class Coroutines implements Instrumentation {
  @Override
  public void weave(Weaver weaver) {
    Library library = weaver.library("kotlin-coroutines", "1.3 to 1.11").deferred();
    library
        .type("kotlinx.coroutines.CoroutineContextKt")
        .method("newCoroutineContext")
        .arguments(2)
        // Not the overload for a change of context inside a coroutine, which keeps what is there.
        .argument(0, "kotlinx.coroutines.CoroutineScope")
        .as(Shape.AFTER, Started.class);
  }
}
