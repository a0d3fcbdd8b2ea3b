// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/**
 * As {@link AroundAdvice}, with all arguments in one array in the place of the first, and all of
 * them replaced by what enter put in the argument's place.
 */
final class AroundArguments {
  private AroundArguments() {}

  @Advice.OnMethodEnter(inline = false, skipOn = Advice.OnNonDefaultValue.class, skipOnIndex = 1)
  @Advice.AssignReturned.ToAllArguments(index = 3, typing = Assigner.Typing.DYNAMIC)
  public static Object[] enter(
      @Advice.This(optional = true, typing = Assigner.Typing.DYNAMIC) Object self,
      @Advice.AllArguments(typing = Assigner.Typing.DYNAMIC) Object arguments,
      @Advice.Unused Object unused,
      @Advice.Unused Object unusedToo) {
    return null;
  }
}
