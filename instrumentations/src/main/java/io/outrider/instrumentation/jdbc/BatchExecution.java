// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdbc;

/** {@code executeBatch} and {@code executeLargeBatch}, which end the batch whatever comes of it. */
final class BatchExecution extends Execution {
  @Override
  public String query(StatementRecord statement, Object a0) {
    return statement.sql() == null ? statement.batchText() : statement.sql();
  }

  @Override
  public boolean parameterised(StatementRecord statement, Object a0) {
    return statement.sql() != null;
  }

  @Override
  public int batchSize(StatementRecord statement) {
    return statement.batchSize();
  }

  @Override
  public void ran(StatementRecord statement, Object self, Object returned) {
    super.ran(statement, self, returned);
    statement.ran(returned);
  }
}
