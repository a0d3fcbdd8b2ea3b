// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.stress;

import io.outrider.smoke.driver.Suspending;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CoroutineScope;
import kotlinx.coroutines.CoroutineStart;
import kotlinx.coroutines.DelayKt;
import kotlinx.coroutines.Dispatchers;
import kotlinx.coroutines.ExecutorsKt;
import kotlinx.coroutines.GlobalScope;

/** Kotlin's coroutines. */
public final class CoroutineMechanisms implements Mechanism.Source {
  private final CoroutineContext ownThreads =
      ExecutorsKt.from((Executor) Executors.newFixedThreadPool(2));

  @Override
  public Mechanism[] mechanisms() {
    return new Mechanism[] {
      new Mechanism("launch(Default)", 6, t -> launch(Dispatchers.getDefault(), run(t))),
      new Mechanism("launch(IO)", 4, t -> launch(Dispatchers.getIO(), run(t))),
      new Mechanism(
          "launch and delay",
          3,
          t -> launch(Dispatchers.getDefault(), CoroutineMechanisms::pause, run(t))),
      new Mechanism(
          "launch and delay, own threads",
          3,
          t -> launch(ownThreads, CoroutineMechanisms::pause, run(t))),
      new Mechanism(
          "async in launch",
          3,
          t ->
              launch(
                  Dispatchers.getDefault(),
                  (scope, continuation) -> {
                    BuildersKt.async(
                        scope, Dispatchers.getIO(), CoroutineStart.DEFAULT, new Suspending(run(t)));
                    return null;
                  })),
      new Mechanism(
          "withContext",
          3,
          t ->
              launch(
                  Dispatchers.getDefault(),
                  (scope, continuation) ->
                      BuildersKt.withContext(
                          Dispatchers.getIO(),
                          new Suspending(CoroutineMechanisms::pause),
                          continuation),
                  run(t))),
      new Mechanism(
          "resumed elsewhere", 4, t -> launch(Dispatchers.getDefault(), untilWokenUp(), run(t))),
      new Mechanism(
          "resumed elsewhere, unconfined",
          4,
          t -> launch(Dispatchers.getUnconfined(), untilWokenUp(), run(t))),
    };
  }

  private static Suspending.Step run(Task task) {
    return (scope, continuation) -> {
      task.run();
      return null;
    };
  }

  /** Until another trace says so. */
  private static Suspending.Step untilWokenUp() {
    return (scope, continuation) -> {
      Continuation<?> waiting = IntrinsicsKt.intercepted(continuation);
      Crossing.leave(() -> waiting.resumeWith(Unit.INSTANCE));
      return IntrinsicsKt.getCOROUTINE_SUSPENDED();
    };
  }

  private static Object pause(CoroutineScope scope, Continuation<? super Unit> continuation) {
    return DelayKt.delay(1, continuation);
  }

  private static void launch(CoroutineContext on, Suspending.Step... steps) {
    BuildersKt.launch(GlobalScope.INSTANCE, on, CoroutineStart.DEFAULT, new Suspending(steps));
  }
}
