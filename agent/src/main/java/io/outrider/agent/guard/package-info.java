// SPDX-License-Identifier: Apache-2.0
/**
 * Guards: what may refuse or limit a call. Knows neither the engine nor OpenTelemetry.
 *
 * <p>{@link io.outrider.agent.guard.GuardRules} are what the user wrote, {@link
 * io.outrider.agent.guard.Guards} are the rules in force, {@link
 * io.outrider.agent.guard.PeerGuards} is what they mean for one peer and {@link
 * io.outrider.agent.guard.GuardSet} for one call. A guard answers with a permit or a refusal; a
 * permit ends exactly once. Times are of {@link System#nanoTime}, given by the caller, and only
 * their differences are used.
 *
 * <p>A new kind of guard is a subclass of {@code Guard}, a subclass of {@code GuardSettings} that
 * makes it, its lines in {@link io.outrider.agent.guard.RuleSuffix} and a method in {@code
 * RuleParser}.
 */
package io.outrider.agent.guard;
