// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CoroutineDispatcher;
import kotlinx.coroutines.CoroutineScope;
import kotlinx.coroutines.CoroutineStart;
import kotlinx.coroutines.DelayKt;
import kotlinx.coroutines.Dispatchers;
import kotlinx.coroutines.ExecutorsKt;
import kotlinx.coroutines.GlobalScope;

/** Coroutines, as Kotlin compiles them. */
public final class CoroutinesDriver extends HandOverDriver {
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final CoroutineDispatcher ownThreads =
      ExecutorsKt.from((java.util.concurrent.Executor) threads);

  @Override
  public String name() {
    return "coroutines";
  }

  @Override
  Runnable handOver(String action, Call call) throws Throwable {
    Suspending.Step run =
        (scope, continuation) -> {
          call.run();
          return null;
        };
    switch (action) {
      case "launch":
        launch(Dispatchers.getDefault(), run);
        return null;
      case "launchIo":
        launch(Dispatchers.getIO(), run);
        return null;
      case "afterDelay":
        launch(Dispatchers.getDefault(), CoroutinesDriver::pause, run);
        return null;
      case "ownThreads":
        launch(ownThreads, CoroutinesDriver::pause, run);
        return null;
      case "unconfined":
        launch(Dispatchers.getUnconfined(), CoroutinesDriver::pause, run);
        return null;
      case "child":
        launch(
            Dispatchers.getDefault(),
            CoroutinesDriver::pause,
            (scope, continuation) -> {
              BuildersKt.async(
                  scope,
                  Dispatchers.getIO(),
                  CoroutineStart.DEFAULT,
                  new Suspending(CoroutinesDriver::pause, run));
              return null;
            });
        return null;
      case "withContext":
        launch(
            Dispatchers.getDefault(),
            (scope, continuation) ->
                BuildersKt.withContext(
                    Dispatchers.getIO(), new Suspending(CoroutinesDriver::pause), continuation),
            run);
        return null;
      case "runBlocking":
        BuildersKt.runBlocking(
            EmptyCoroutineContext.INSTANCE, new Suspending(CoroutinesDriver::pause, run));
        return null;
      case "undispatched":
        BuildersKt.launch(
            GlobalScope.INSTANCE,
            Dispatchers.getDefault(),
            CoroutineStart.UNDISPATCHED,
            new Suspending(CoroutinesDriver::pause, run));
        return null;
      case "resumed":
        return resumed(Dispatchers.getDefault(), run);
      case "resumedUnconfined":
        return resumed(Dispatchers.getUnconfined(), run);
      case "resumedOnOwnThreads":
        return resumed(ownThreads, run);
      case "lazy":
        AtomicReference<kotlinx.coroutines.Job> job = new AtomicReference<>();
        job.set(
            BuildersKt.launch(
                GlobalScope.INSTANCE,
                Dispatchers.getDefault(),
                CoroutineStart.LAZY,
                new Suspending(run)));
        return () -> job.get().start();
      default:
        throw new IllegalArgumentException(action);
    }
  }

  /** A coroutine that somebody else wakes up. */
  private static Runnable resumed(CoroutineDispatcher dispatcher, Suspending.Step then) {
    AtomicReference<Continuation<? super Unit>> waiting = new AtomicReference<>();
    launch(
        dispatcher,
        (scope, continuation) -> {
          waiting.set(IntrinsicsKt.intercepted(continuation));
          return IntrinsicsKt.getCOROUTINE_SUSPENDED();
        },
        then);
    return () -> {
      while (waiting.get() == null) {
        Thread.yield();
      }
      waiting.get().resumeWith(Unit.INSTANCE);
    };
  }

  private static void launch(CoroutineContext on, Suspending.Step... steps) {
    BuildersKt.launch(GlobalScope.INSTANCE, on, CoroutineStart.DEFAULT, new Suspending(steps));
  }

  static Object pause(CoroutineScope scope, Continuation<? super Unit> continuation) {
    return DelayKt.delay(10, continuation);
  }
}
