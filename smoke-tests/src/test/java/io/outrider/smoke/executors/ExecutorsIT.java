// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.executors;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's executors, fork-join pools, futures and virtual threads. */
@ParameterizedClass(name = "on {0}")
@ValueSource(ints = {17, 25})
final class ExecutorsIT extends ExecutorContract {}
