// SPDX-License-Identifier: Apache-2.0
/** The agent's own log, and what stands in for java.util.logging inside the agent's JAR. */
package io.outrider.agent.log;
