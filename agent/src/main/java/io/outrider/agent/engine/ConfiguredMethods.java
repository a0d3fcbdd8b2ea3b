// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.agent.config.OwnMethodRule;
import io.outrider.agent.config.OwnMethodRules;
import io.outrider.agent.guard.GuardRules;
import io.outrider.agent.weave.MethodRules;
import java.util.Set;

/**
 * The methods of the application's own that configuration names: for spans and timers by rules of
 * theirs, for guards by the rules of guards.
 */
public final class ConfiguredMethods implements MethodRules {
  private static final String[] ANNOTATED = {
    "io.opentelemetry.instrumentation.annotations.WithSpan",
    "io.opentelemetry.extension.annotations.WithSpan"
  };

  private final OwnMethodRule[] rules;
  private final Set<String> annotations;
  private volatile GuardRules guards;

  public ConfiguredMethods(OwnMethodRules rules, GuardRules guards) {
    this.rules = rules.all().toArray(new OwnMethodRule[0]);
    this.annotations = rules.annotations();
    this.guards = guards;
  }

  /** For classes that are loaded from now on. */
  public void replace(GuardRules next) {
    guards = next;
  }

  @Override
  public boolean concerns(String internalName) {
    return (named(internalName) || guards.guardMethodsOf(internalName))
        && !isGenerated(internalName);
  }

  private boolean named(String internalName) {
    for (int i = 0; i < rules.length; i++) {
      if (rules[i].concerns(internalName)) {
        return true;
      }
    }
    return false;
  }

  /** A proxy calls the class that is meant: two spans for one call would be one too many. */
  private static boolean isGenerated(String internalName) {
    return internalName.indexOf("$$") >= 0;
  }

  @Override
  public Set<String> annotations() {
    return annotations;
  }

  @Override
  public Object rule(DeclaredMethod method) {
    String internalName = method.className().replace('.', '/');
    if (isGenerated(internalName)) {
      return null;
    }
    Candidate candidate = new Candidate(method);
    OwnMethodRule span = null;
    boolean timer = false;
    for (OwnMethodRule rule : rules) {
      if (rule.matches(internalName, candidate)) {
        timer |= rule.timer();
        span = span == null && rule.span() ? rule : span;
      }
    }
    for (String annotation : ANNOTATED) {
      // It has a span already.
      span = span != null && method.carries(annotation) ? null : span;
    }
    return span != null
            || timer
            || guards.guardMethod(internalName, method.name(), method.isPublic())
        ? new Plan(span, timer, method.isPublic())
        : null;
  }

  @Override
  public boolean wantsArguments(Object rule) {
    OwnMethodRule span = ((Plan) rule).span;
    return span != null && span.attributes() != null;
  }

  /** What is wanted of one method. */
  static final class Plan {
    /** Null: no span. */
    final OwnMethodRule span;

    final boolean timer;
    final boolean isPublic;

    Plan(OwnMethodRule span, boolean timer, boolean isPublic) {
      this.span = span;
      this.timer = timer;
      this.isPublic = isPublic;
    }
  }

  private static final class Candidate implements OwnMethodRule.Candidate {
    private final DeclaredMethod method;

    Candidate(DeclaredMethod method) {
      this.method = method;
    }

    @Override
    public String name() {
      return method.name();
    }

    @Override
    public boolean isPublic() {
      return method.isPublic();
    }

    @Override
    public boolean bears(String annotation) {
      return method.carries(annotation) || method.isInClassWith(annotation);
    }

    @Override
    public boolean isBelow(String supertype) {
      return method.isBelow(supertype);
    }
  }
}
