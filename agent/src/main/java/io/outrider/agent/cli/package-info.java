// SPDX-License-Identifier: Apache-2.0
/** What {@code java -jar outrider.jar} does on the command line. */
package io.outrider.agent.cli;
