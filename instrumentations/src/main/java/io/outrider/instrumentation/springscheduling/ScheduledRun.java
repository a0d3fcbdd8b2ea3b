// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.springscheduling;

import io.outrider.instrumentation.TaskAdapter;
import java.lang.reflect.Method;
import org.springframework.scheduling.support.ScheduledMethodRunnable;

/** Names the method that is run. */
final class ScheduledRun implements TaskAdapter {
  @Override
  public String function(Object self) {
    Method method = ((ScheduledMethodRunnable) self).getMethod();
    return method.getDeclaringClass().getName() + "." + method.getName();
  }
}
