// SPDX-License-Identifier: Apache-2.0

/**
 * JDBC, whatever the driver and the pool: what runs on a statement, where a connection leads.
 *
 * <p>What is known of a statement or a connection is kept with the driver's own object, in weak
 * stores; pools hand out a new proxy for each borrowing, which is unwrapped. Of nested calls, pool
 * over driver or a driver calling itself, the engine asks about the outermost.
 */
package io.outrider.instrumentation.jdbc;
