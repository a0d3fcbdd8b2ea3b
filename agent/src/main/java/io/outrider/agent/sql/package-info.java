// SPDX-License-Identifier: Apache-2.0

/**
 * Reads SQL text: the literals are taken out, and a summary of few distinct values is made, as the
 * semantic conventions for databases describe.
 */
package io.outrider.agent.sql;
