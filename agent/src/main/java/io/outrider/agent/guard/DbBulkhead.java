// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

/**
 * For a database, one guard for statements and one like it for requests for a connection.
 *
 * <p>Together in one, those who wait for a connection of the pool could fill all places, and those
 * who have the connections, and would give them back after one more statement, would find none:
 * each would wait for the other. Apart, a statement only ever waits for statements.
 */
final class DbBulkhead extends Guard {
  private final Bulkhead statements;
  private final Bulkhead connections;

  DbBulkhead(Bulkhead statements, Bulkhead connections) {
    super(statements.kind(), statements.rule());
    this.statements = statements;
    this.connections = connections;
  }

  private Bulkhead of(GuardedCall call) {
    return call.connects() ? connections : statements;
  }

  @Override
  Admission acquire(GuardedCall call, long nowNanos) {
    return of(call).acquire(call, nowNanos);
  }

  @Override
  Admission tryAcquire(GuardedCall call, long nowNanos) {
    return of(call).tryAcquire(call, nowNanos);
  }

  @Override
  boolean adopt(GuardSettings next) {
    // Both are of one kind: what one can go on by, the other can.
    return statements.adopt(next) && connections.adopt(next);
  }

  /** Of the two, the one that is more in use: beside its limit that is what tells something. */
  @Override
  void read(Gauges gauges) {
    boolean connecting =
        (long) connections.inUse() * statements.limit()
            > (long) statements.inUse() * connections.limit();
    (connecting ? connections : statements).read(gauges);
  }

  @Override
  public String toString() {
    return statements + "; connections: " + connections;
  }
}
