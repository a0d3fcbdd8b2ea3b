// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.start;

import io.outrider.agent.config.Config;
import io.outrider.agent.config.Keys;
import io.outrider.agent.config.SamplingRules;
import io.outrider.agent.engine.Reloads;
import io.outrider.agent.guard.GuardRules;
import io.outrider.agent.log.AgentLog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Looks at the file of {@code outrider.config} from time to time and puts its rules into force when
 * they have changed: all of them or, when anything in it is wrong, none, and one message. System
 * properties and environment variables win over it as they did at the start.
 *
 * <p>For one thread, which asks it about once a second.
 */
final class ConfigWatch {
  /** A file that never stops changing is read in the end. */
  private static final int MOST_WAITS = 5;

  /** An editor, or a volume that is mounted anew, takes it away for a moment. */
  private static final int MISSED_BEFORE_SAID = 3;

  private static final int MOST_PROBLEMS = 10;

  final Reloads reloads = new Reloads();
  private final String path;
  private final long intervalNanos;
  private final BiConsumer<GuardRules, SamplingRules> sink;
  private Config current;
  private volatile boolean validCurrent;
  private boolean looked;
  private long lastLook;

  /** The file as it was when it was last read; null: not read yet. */
  private FileStamp seen;

  /** Other than that, but perhaps still being written. */
  private FileStamp pending;

  private int waits;
  private int missed;
  private boolean rejected;
  private long rejectedFingerprint;

  /**
   * @param atStart what the agent has begun with
   * @param sink takes the rules to be in force from now on
   */
  ConfigWatch(Config atStart, BiConsumer<GuardRules, SamplingRules> sink) {
    path = atStart.get(Keys.CONFIG);
    intervalNanos = atStart.get(Keys.RELOAD).toNanos();
    this.sink = sink;
    current = atStart;
    startedWith(atStart.problems().isEmpty());
  }

  /** Whether all that the file said at the start is in force. */
  void startedWith(boolean valid) {
    validCurrent = valid;
    reloads.valid(valid);
  }

  static boolean isWanted(Config config) {
    return config.get(Keys.CONFIG) != null && !config.get(Keys.RELOAD).isZero();
  }

  /** Looks at the file if it is time to. */
  void look(long nowNanos) {
    if (looked && pending == null && nowNanos - lastLook < intervalNanos) {
      return;
    }
    looked = true;
    lastLook = nowNanos;
    FileStamp now = FileStamp.of(path);
    if (now == null) {
      missing();
      return;
    }
    missed = 0;
    if (now.equals(seen)) {
      pending = null;
      waits = 0;
      return;
    }
    if (!now.equals(pending) && waits++ < MOST_WAITS) {
      pending = now;
      return;
    }
    pending = null;
    waits = 0;
    Config next = current.reread();
    if (!next.fileIsUsable() && FileStamp.of(path) == null) {
      return;
    }
    seen = now;
    take(next);
  }

  private void missing() {
    pending = null;
    if (seen != null && ++missed == MISSED_BEFORE_SAID) {
      AgentLog.warn(
          null, "The configuration file " + path + " is gone: the rules it had stay in force");
    }
  }

  private void take(Config next) {
    long fingerprint = next.fileFingerprint();
    if (fingerprint == current.fileFingerprint()) {
      // Only touched, or put back to what is in force.
      rejected = false;
      reloads.valid(validCurrent);
      return;
    }
    if (rejected && fingerprint == rejectedFingerprint) {
      return;
    }
    GuardRules guards = GuardConfig.read(next);
    SamplingRules sampling = SamplingRules.read(next);
    List<String> problems = problems(next, guards, sampling);
    if (!problems.isEmpty()) {
      Config bare = next.withoutFile();
      Set<String> known = new HashSet<String>();
      known.addAll(problems(bare, GuardConfig.read(bare), SamplingRules.read(bare)));
      problems.removeAll(known);
    }
    if (!problems.isEmpty()) {
      reject(fingerprint, problems);
      return;
    }
    sink.accept(guards, sampling);
    rejected = false;
    validCurrent = true;
    reloads.applied();
    say(next);
    current = next;
  }

  private static List<String> problems(Config config, GuardRules guards, SamplingRules sampling) {
    List<String> problems = new ArrayList<String>(config.problems());
    problems.addAll(guards.problems());
    problems.addAll(sampling.problems());
    return problems;
  }

  private void reject(long fingerprint, List<String> problems) {
    rejected = true;
    rejectedFingerprint = fingerprint;
    reloads.rejected();
    StringBuilder line = new StringBuilder(300);
    line.append("The configuration file ").append(path).append(" has changed and is not used, the");
    line.append(" rules before stay in force: ");
    for (int i = 0; i < problems.size() && i < MOST_PROBLEMS; i++) {
      line.append(i == 0 ? "" : "; also: ").append(problems.get(i));
    }
    if (problems.size() > MOST_PROBLEMS) {
      line.append("; and ").append(problems.size() - MOST_PROBLEMS).append(" more");
    }
    AgentLog.error(null, line.toString());
  }

  private void say(Config next) {
    if (!AgentLog.isInfo()) {
      return;
    }
    AgentLog.info(null, "The rules of the configuration file " + path + " are in force");
    List<String> others = next.changedSince(current);
    if (!others.isEmpty()) {
      AgentLog.info(null, "Changed, and used from the next start on: " + others);
    }
  }
}
