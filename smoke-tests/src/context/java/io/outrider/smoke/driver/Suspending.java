// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import kotlin.ResultKt;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlin.coroutines.jvm.internal.SuspendLambda;
import kotlin.jvm.functions.Function2;
import kotlinx.coroutines.CoroutineScope;

/** What Kotlin's compiler makes of a block that suspends: steps, each of which may. */
public final class Suspending extends SuspendLambda
    implements Function2<CoroutineScope, Continuation<? super Unit>, Object> {
  private static final long serialVersionUID = 1;

  /** The code up to the next place where the coroutine may be suspended. */
  public interface Step {
    /**
     * @return what a suspending function returned, or anything else
     */
    Object run(CoroutineScope scope, Continuation<? super Unit> continuation) throws Exception;
  }

  private final transient Step[] steps;
  private final transient CoroutineScope scope;
  private int next;

  public Suspending(Step... steps) {
    this(null, null, steps);
  }

  private Suspending(CoroutineScope scope, Continuation<Object> completion, Step... steps) {
    super(2, completion);
    this.scope = scope;
    this.steps = steps;
  }

  @Override
  @SuppressWarnings("unchecked") // As the compiler does.
  public Continuation<Unit> create(Object value, Continuation<?> completion) {
    return (Continuation<Unit>)
        (Continuation<?>)
            new Suspending((CoroutineScope) value, (Continuation<Object>) completion, steps);
  }

  @Override
  public Object invoke(CoroutineScope value, Continuation<? super Unit> completion) {
    return ((Suspending) (Object) create(value, completion)).invokeSuspend(Unit.INSTANCE);
  }

  @Override
  @SuppressWarnings("unchecked")
  protected Object invokeSuspend(Object result) {
    ResultKt.throwOnFailure(result);
    try {
      while (next < steps.length) {
        Object outcome =
            steps[next++].run(scope, (Continuation<? super Unit>) (Continuation<?>) this);
        if (outcome == IntrinsicsKt.getCOROUTINE_SUSPENDED()) {
          return outcome;
        }
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return Unit.INSTANCE;
  }
}
