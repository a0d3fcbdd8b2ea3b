// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** The signature of the calls that hold something open while a body runs. */
final class ScopedAdvice {
  private ScopedAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object open(
      @Advice.This(optional = true, typing = Assigner.Typing.DYNAMIC) Object self,
      @Advice.Argument(value = 0, optional = true, typing = Assigner.Typing.DYNAMIC) Object a0) {
    return null;
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void close(@Advice.Enter Object opened) {}
}
