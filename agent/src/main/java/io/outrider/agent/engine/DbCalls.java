// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.outrider.agent.guard.CallKind;
import io.outrider.agent.sql.SqlCache;
import io.outrider.agent.sql.SqlStatement;
import io.outrider.instrumentation.DbAdapter;
import io.outrider.instrumentation.DbEndpoint;

/**
 * The convention of database clients: how an execution begins and how it ends, whichever driver
 * runs it.
 */
final class DbCalls {
  private final Engine engine;
  private final SqlCache statements = new SqlCache();

  DbCalls(Engine engine) {
    this.engine = engine;
  }

  /** What is known of a database, made at its first call and kept on the endpoint itself. */
  Peer peer(DbEndpoint endpoint) {
    Peer peer = (Peer) endpoint.peer();
    if (peer == null) {
      Long port = endpoint.port() > 0 ? Long.valueOf(endpoint.port()) : null;
      AttributesBuilder builder = Attributes.builder();
      builder.put(Semantics.DB_SYSTEM, endpoint.system());
      if (endpoint.namespace() != null) {
        builder.put(Semantics.DB_NAMESPACE, endpoint.namespace());
      }
      if (endpoint.host() != null) {
        builder.put(Semantics.SERVER_ADDRESS, endpoint.host());
        if (port != null) {
          builder.put(Semantics.SERVER_PORT, port);
        }
      }
      Attributes attributes = builder.build();
      peer =
          new Peer(
              endpoint.host(),
              port,
              attributes,
              attributes,
              engine.guards.forPeer(
                  CallKind.JDBC,
                  endpoint.host(),
                  endpoint.port(),
                  endpoint.pool(),
                  endpoint.namespace()));
      endpoint.peer(peer);
    }
    return peer;
  }

  /**
   * Begins an execution. The operation is not yet current, and the guards are not asked yet. When
   * it throws, what it has begun has ended.
   *
   * @return null when this execution is not to be observed
   */
  <S> Operation begin(DbAdapter<S> adapter, Object self, Object a0) {
    Context current = Current.get();
    if (Operation.isNested(current, Operation.Kind.DB)) {
      return null;
    }
    S statement = adapter.statement(self);
    DbEndpoint endpoint = statement == null ? null : adapter.endpoint(statement);
    if (endpoint == null) {
      return null;
    }
    Operation operation =
        new Operation(Operation.Kind.DB, Operation.parent(current), System.nanoTime());
    operation.mayWait = true;
    operation.request = statement;
    operation.response = self;
    Peer peer = peer(endpoint);
    int batch = adapter.batchSize(statement);
    SqlStatement sql = sql(adapter, statement, a0, endpoint.system(), batch);
    operation.writes = sql.effect() == SqlStatement.Effect.WRITES;
    operation.mayWrite = sql.effect() != SqlStatement.Effect.READS;
    operation.peer = peer.part(Semantics.DB_QUERY_SUMMARY, sql.summary());
    operation.span = startSpan(operation, peer, sql, endpoint, batch);
    return operation;
  }

  /**
   * @param batch 1 when it is none. An empty one, by the conventions, is one.
   */
  private <S> SqlStatement sql(
      DbAdapter<S> adapter, S statement, Object a0, String system, int batch) {
    String text = adapter.query(statement, a0);
    boolean sanitise = engine.sanitizeSql && !adapter.parameterised(statement, a0);
    return batch == 1
        ? statements.analyse(text, system, sanitise)
        : statements.analyseBatch(text, system, sanitise);
  }

  private Span startSpan(
      Operation operation, Peer peer, SqlStatement sql, DbEndpoint endpoint, int batch) {
    if (Sampling.isDropped(operation.parent)) {
      return Sampling.unsampled(operation.parent);
    }
    SpanBuilder builder =
        engine
            .instruments()
            .tracer
            .spanBuilder(name(sql, endpoint))
            .setParent(operation.parent)
            .setSpanKind(SpanKind.CLIENT)
            .setAllAttributes(peer.span);
    if (sql.text() != null) {
      builder.setAttribute(Semantics.DB_QUERY_TEXT, sql.text());
    }
    if (sql.summary() != null) {
      builder.setAttribute(Semantics.DB_QUERY_SUMMARY, sql.summary());
    }
    if (sql.storedProcedure() != null) {
      builder.setAttribute(Semantics.DB_STORED_PROCEDURE, sql.storedProcedure());
    }
    if (batch != 1) {
      builder.setAttribute(Semantics.DB_BATCH_SIZE, Long.valueOf(batch));
    }
    return builder.startSpan();
  }

  /**
   * As the conventions say: the summary, else where it goes, else what kind of database that is.
   */
  private static String name(SqlStatement sql, DbEndpoint endpoint) {
    if (sql.summary() != null) {
      return sql.summary();
    }
    if (endpoint.namespace() != null) {
      return endpoint.namespace();
    }
    if (endpoint.host() == null) {
      return endpoint.system();
    }
    return endpoint.port() > 0 ? endpoint.host() + ':' + endpoint.port() : endpoint.host();
  }

  /**
   * Ends an execution. Ends it once, however often it is called; never throws.
   *
   * @param statement null when there is nothing left to ask it
   */
  <S> void end(
      DbAdapter<S> adapter, Operation operation, S statement, Throwable thrown, Life life) {
    if (!operation.end()) {
      return;
    }
    long nanos = System.nanoTime() - operation.startNanos;
    engine.guards.end(operation, 0, thrown, nanos);
    String code = null;
    if (thrown != null && operation.refusal == null && statement != null) {
      try {
        code = adapter.errorCode(statement, thrown);
      } catch (Throwable e) {
        life.failed("a database's error", e);
      }
    }
    String errorType = errorType(operation, thrown, code);
    try {
      show(operation, errorType, code, thrown);
    } catch (Throwable e) {
      Errors.observing("the outcome of a database call", e);
    }
    operation.endSpan();
    try {
      engine
          .instruments()
          .dbDuration
          .record(nanos / 1e9, operation.peer.series(errorType, code), operation);
    } catch (Throwable e) {
      Errors.observing("the duration of a database call", e);
    }
  }

  /** Ends an execution that goes on unseen. Never throws. */
  void abandon(Operation operation) {
    if (operation.end()) {
      operation.request = null;
      operation.response = null;
      engine.guards.ignore(operation);
      operation.endSpan();
    }
  }

  private static String errorType(Operation operation, Throwable thrown, String code) {
    if (operation.refused != null) {
      return GuardNames.errorType(operation.refused);
    }
    if (thrown == null) {
      return null;
    }
    return code == null ? thrown.getClass().getName() : code;
  }

  private static void show(Operation operation, String errorType, String code, Throwable thrown) {
    Span span = operation.span;
    if (errorType == null || !span.isRecording()) {
      return;
    }
    span.setAttribute(Semantics.ERROR_TYPE, errorType);
    span.setStatus(StatusCode.ERROR);
    if (code != null) {
      span.setAttribute(Semantics.DB_STATUS, code);
    }
    if (operation.refusal == null) {
      span.recordException(thrown);
    }
  }
}
