// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** As {@link AfterAdvice}, of a constructor: nothing can be caught there, nor returned. */
final class AfterConstructor {
  private AfterConstructor() {}

  @Advice.OnMethodExit(inline = false)
  public static Object after(
      @Advice.This(typing = Assigner.Typing.DYNAMIC) Object self,
      @Advice.Argument(value = 0, optional = true, typing = Assigner.Typing.DYNAMIC) Object a0,
      @Advice.Unused Object returned,
      @Advice.Unused Object thrown) {
    return null;
  }
}
