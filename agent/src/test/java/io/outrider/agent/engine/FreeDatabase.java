// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.instrumentation.DbAdapter;
import io.outrider.instrumentation.DbEndpoint;

/** A driver that allocates nothing. */
final class FreeDatabase implements DbAdapter<Object> {
  private final DbEndpoint endpoint = new DbEndpoint("h2", null, 0, "orders");

  @Override
  public Object statement(Object self) {
    return self;
  }

  @Override
  public DbEndpoint endpoint(Object statement) {
    return endpoint;
  }

  @Override
  public String query(Object statement, Object a0) {
    return "select count(*) from orders where sku = ?";
  }

  @Override
  public boolean parameterised(Object statement, Object a0) {
    return true;
  }

  @Override
  public int batchSize(Object statement) {
    return 1;
  }

  @Override
  public String errorCode(Object statement, Throwable error) {
    return null;
  }

  @Override
  public boolean inTransaction(Object statement, Object self) {
    return false;
  }

  @Override
  public void ran(Object statement, Object self, Object returned) {}

  @Override
  public int limit(Object self, long nanos) {
    return -1;
  }

  @Override
  public void restoreTimeout(Object self, int previous) {}

  @Override
  public void cancel(Object self) {}

  @Override
  public boolean hasWritten(Object statement) {
    return false;
  }

  @Override
  public void writes(Object statement) {}
}
