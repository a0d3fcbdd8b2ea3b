// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

import io.outrider.instrumentation.DbEndpoint;

/** What is known of one physical connection. Does not refer to it. */
final class ConnectionRecord {
  private final StatementRecord plain = new StatementRecord(this, null);
  private volatile DbEndpoint endpoint = JdbcUrl.UNKNOWN;

  /** A statement ran since the last commit, rollback or change of mode. */
  private volatile boolean begun;

  /** One of them may have changed something. */
  private volatile boolean written;

  DbEndpoint endpoint() {
    return endpoint;
  }

  void endpoint(DbEndpoint place) {
    if (endpoint != place) {
      endpoint = place;
    }
  }

  /** Stands for every statement of this connection of which there is nothing to remember. */
  StatementRecord plain() {
    return plain;
  }

  boolean begun() {
    return begun;
  }

  void begun(boolean now) {
    if (begun != now) {
      begun = now;
    }
  }

  boolean written() {
    return written;
  }

  void written(boolean now) {
    if (written != now) {
      written = now;
    }
  }
}
