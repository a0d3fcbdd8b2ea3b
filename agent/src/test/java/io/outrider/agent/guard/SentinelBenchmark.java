// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import com.alibaba.csp.sentinel.Entry;
import com.alibaba.csp.sentinel.SphU;
import com.alibaba.csp.sentinel.slots.block.BlockException;
import com.alibaba.csp.sentinel.slots.block.RuleConstant;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRule;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRuleManager;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRuleManager;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The same guards of Sentinel: a rate, a number of threads, and a ratio of errors. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class SentinelBenchmark {
  @Setup
  public void loadRules() {
    FlowRule rate = new FlowRule("guarded").setGrade(RuleConstant.FLOW_GRADE_QPS).setCount(1e8);
    FlowRule threads =
        new FlowRule("guarded").setGrade(RuleConstant.FLOW_GRADE_THREAD).setCount(100);
    DegradeRule errors =
        new DegradeRule("guarded")
            .setGrade(RuleConstant.DEGRADE_GRADE_EXCEPTION_RATIO)
            .setCount(0.5)
            .setMinRequestAmount(20)
            .setStatIntervalMs(10_000)
            .setTimeWindow(5);
    FlowRuleManager.loadRules(List.of(rate, threads));
    DegradeRuleManager.loadRules(List.of(errors));
  }

  @Benchmark
  public void noRule() throws BlockException {
    Entry entry = SphU.entry("unguarded");
    entry.exit();
  }

  @Benchmark
  public void allThree() throws BlockException {
    Entry entry = SphU.entry("guarded");
    entry.exit();
  }
}
