// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import io.outrider.instrumentation.Rejection;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * Tells what counts as a failure of the peer. By default: an error of the connection, a timeout,
 * and a status from 500; not a 4xx, not a call the application cancelled, not an exception by which
 * a library says that it was used wrongly, not an SQL error that is the statement's own fault.
 *
 * <p>Exceptions are compared by class name along their superclasses, because the class of an
 * application's loader is not to be seen from here.
 */
final class Failures {
  static final Failures DEFAULT =
      new Failures(StatusRanges.SERVER_ERRORS, new String[0], new String[0]);

  private static final int MAX_WRAPPERS = 5;

  private final StatusRanges statuses;
  private final String[] record;
  private final String[] ignore;

  /**
   * @param record if not empty, only these exceptions are failures, and all others are successes
   * @param ignore these say nothing about the peer; wins over {@code record}
   */
  Failures(StatusRanges statuses, String[] record, String[] ignore) {
    this.statuses = statuses;
    this.record = record;
    this.ignore = ignore;
  }

  /**
   * @param status the HTTP status, or 0
   * @param error what the call threw, or null
   */
  Outcome outcome(CallKind kind, int status, Throwable error) {
    if (error == null) {
      return statuses.contains(status) ? Outcome.FAILURE : Outcome.SUCCESS;
    }
    Throwable cause = unwrapped(error);
    if (cause instanceof Rejection || named(cause, ignore)) {
      return Outcome.IGNORED;
    }
    if (named(cause, record)) {
      return Outcome.FAILURE;
    }
    if (gaveUp(cause)) {
      return Outcome.IGNORED;
    }
    if (record.length > 0) {
      return Outcome.SUCCESS;
    }
    if (kind == CallKind.CONSUMER || kind == CallKind.METHOD) {
      // The application's own work: whatever it throws, that has failed.
      return Outcome.FAILURE;
    }
    // In a class of its own: a run-time image without java.sql must not fail here.
    return kind == CallKind.JDBC ? SqlFailures.outcome(cause) : misuse(cause);
  }

  static Throwable unwrapped(Throwable error) {
    Throwable cause = error;
    for (int i = 0; i < MAX_WRAPPERS; i++) {
      boolean wrapper =
          cause instanceof CompletionException
              || cause instanceof ExecutionException
              || cause instanceof UncheckedIOException;
      if (!wrapper || cause.getCause() == null) {
        break;
      }
      cause = cause.getCause();
    }
    return cause;
  }

  private static boolean named(Throwable error, String[] names) {
    if (names.length == 0) {
      return false;
    }
    for (Class<?> type = error.getClass(); type != null; type = type.getSuperclass()) {
      for (String name : names) {
        if (name.equals(type.getName())) {
          return true;
        }
      }
    }
    return false;
  }

  /** The application cancelled the call or interrupted its thread. */
  private static boolean gaveUp(Throwable error) {
    if (error instanceof CancellationException
        || error instanceof InterruptedException
        || error instanceof ClosedByInterruptException) {
      return true;
    }
    // Subclasses are timeouts, and some libraries throw the class itself for theirs.
    return error.getClass() == InterruptedIOException.class
        && Thread.currentThread().isInterrupted();
  }

  private static Outcome misuse(Throwable error) {
    boolean misuse =
        error instanceof IllegalArgumentException
            || error instanceof IllegalStateException
            || error instanceof NullPointerException
            || error instanceof UnsupportedOperationException
            || error instanceof SecurityException
            || error instanceof Error;
    return misuse ? Outcome.IGNORED : Outcome.FAILURE;
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Failures)) {
      return false;
    }
    Failures that = (Failures) other;
    return statuses.equals(that.statuses)
        && Arrays.equals(record, that.record)
        && Arrays.equals(ignore, that.ignore);
  }

  @Override
  public int hashCode() {
    return statuses.hashCode() * 31 + Arrays.hashCode(record) + Arrays.hashCode(ignore);
  }
}
