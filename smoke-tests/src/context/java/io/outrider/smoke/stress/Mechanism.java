// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.stress;

import java.util.concurrent.atomic.LongAdder;

/** One way to hand a task over, and what became of the tasks. */
final class Mechanism {
  final String name;

  /** How often it is chosen, relative to others: less for what costs a thread. */
  final int weight;

  /** False: its tasks belong to no trace. */
  final boolean carries;

  final HandOver handOver;
  final LongAdder tasks = new LongAdder();

  /** Ran in a trace or a span that is not theirs. */
  final LongAdder wrong = new LongAdder();

  /** Ran in none. */
  final LongAdder lost = new LongAdder();

  /** Were handed over in none, and ran in one. */
  final LongAdder left = new LongAdder();

  /** Hands a task over. */
  interface HandOver {
    void give(Task task) throws Exception;
  }

  /** Some of one library. */
  interface Source {
    Mechanism[] mechanisms() throws Exception;
  }

  Mechanism(String name, int weight, HandOver handOver) {
    this(name, weight, true, handOver);
  }

  Mechanism(String name, int weight, boolean carries, HandOver handOver) {
    this.name = name;
    this.weight = weight;
    this.carries = carries;
    this.handOver = handOver;
  }
}
