// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.sentinel;

import com.alibaba.csp.sentinel.Constants;
import com.alibaba.csp.sentinel.EntryType;
import com.alibaba.csp.sentinel.slotchain.ResourceWrapper;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRuleManager;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRuleManager;
import io.outrider.instrumentation.AfterAdapter;

/**
 * A resource has been entered. It guards what is called inside if it is an outgoing one, for those
 * that come in are guarded on their own behalf, and if there is a rule for it: many adapters make
 * entries of everything only to count it.
 */
final class Entered implements AfterAdapter {
  @Override
  public Object after(Object self, Object a0, Object returned, Throwable thrown) {
    if (returned != null && a0 instanceof ResourceWrapper && guards((ResourceWrapper) a0)) {
      Entries.open(returned);
    }
    return returned;
  }

  private static boolean guards(ResourceWrapper resource) {
    return resource.getEntryType() == EntryType.OUT
        && Constants.ON
        && (DegradeRuleManager.hasConfig(resource.getName())
            || FlowRuleManager.hasConfig(resource.getName()));
  }
}
