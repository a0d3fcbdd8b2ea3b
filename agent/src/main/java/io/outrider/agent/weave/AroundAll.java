// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** As {@link AroundAdvice}, and enter gets all arguments in the place of the first. */
final class AroundAll {
  private AroundAll() {}

  @Advice.OnMethodEnter(inline = false, skipOn = Advice.OnNonDefaultValue.class, skipOnIndex = 1)
  public static Object[] enter(
      @Advice.This(optional = true, typing = Assigner.Typing.DYNAMIC) Object self,
      @Advice.AllArguments(typing = Assigner.Typing.DYNAMIC) Object arguments,
      @Advice.Unused Object a1,
      @Advice.Unused Object a2) {
    return null;
  }
}
