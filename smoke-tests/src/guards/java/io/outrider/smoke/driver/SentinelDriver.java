// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import com.alibaba.csp.sentinel.Entry;
import com.alibaba.csp.sentinel.EntryType;
import com.alibaba.csp.sentinel.SphU;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRule;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRuleManager;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRuleManager;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.Callable;

/** Sentinel. */
public final class SentinelDriver extends GuardedDriver {
  public SentinelDriver() {
    FlowRule incoming = new FlowRule("incoming");
    incoming.setCount(1000);
    FlowRule flow = new FlowRule("flow");
    flow.setCount(1000);
    FlowRuleManager.loadRules(Arrays.asList(flow, incoming));
    DegradeRule degrade = new DegradeRule("degrade");
    degrade.setGrade(2);
    degrade.setCount(1000);
    degrade.setTimeWindow(1);
    DegradeRuleManager.loadRules(Collections.singletonList(degrade));
  }

  @Override
  public String name() {
    return "sentinel";
  }

  @Override
  Order guarded(String how, Callable<Order> call, Order order) throws Exception {
    if (how.equals("nested")) {
      try (Entry outer = SphU.entry("flow")) {
        assert outer != null;
        return guarded("degrade", call, order);
      }
    }
    if (how.equals("leftElsewhere")) {
      Entry entry = SphU.entry("flow");
      Thread leaving = new Thread(entry::exit);
      leaving.start();
      leaving.join();
      return call.call();
    }
    EntryType type = how.equals("incoming") ? EntryType.IN : EntryType.OUT;
    try (Entry entry = SphU.entry(how, type)) {
      assert entry != null;
      return call.call();
    }
  }
}
