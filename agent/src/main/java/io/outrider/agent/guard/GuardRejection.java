// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import io.outrider.instrumentation.Rejection;

/**
 * Marks the exceptions by which guards refuse. Each is a subclass of what the library itself throws
 * when nothing could be sent, so that the application's own handling applies.
 */
public interface GuardRejection extends Rejection {}
