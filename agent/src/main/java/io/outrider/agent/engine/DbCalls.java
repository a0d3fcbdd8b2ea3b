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
      AttributesBuilder builder = Attributes.builder();
      builder.put(Semantics.DB_SYSTEM, endpoint.system());
      if (endpoint.namespace() != null) {
        builder.put(Semantics.DB_NAMESPACE, endpoint.namespace());
      }
      if (endpoint.host() != null) {
        builder.put(Semantics.SERVER_ADDRESS, endpoint.host());
        if (endpoint.port() > 0) {
          builder.put(Semantics.SERVER_PORT, Long.valueOf(endpoint.port()));
        }
      }
      Attributes attributes = builder.build();
      peer =
          new Peer(
              endpoint.host(),
              endpoint.port() > 0 ? Long.valueOf(endpoint.port()) : null,
              attributes,
              attributes,
              engine.guards.forPeer(
                  CallKind.JDBC, endpoint.host(), endpoint.port(), endpoint.namespace()));
      endpoint.peer(peer);
    }
    return peer;
  }

  /**
   * @return null when this execution is not to be observed
   */
  <S> Operation begin(DbAdapter<S> adapter, Object self, Object a0) {
    Context current = Current.get();
    if (Operation.isNested(current, Operation.Kind.DB)) {
      return null;
    }
    Instruments instruments = engine.instruments();
    if (instruments == null) {
      return null;
    }
    S statement = adapter.statement(self);
    if (statement == null) {
      return null;
    }
    int batch = adapter.batchSize(statement);
    if (batch == 0) {
      return null;
    }
    DbEndpoint endpoint = adapter.endpoint(statement);
    Operation operation =
        new Operation(Operation.Kind.DB, Operation.parent(current), System.nanoTime());
    operation.request = statement;
    operation.response = self;
    Peer peer = peer(endpoint);
    SqlStatement sql = sql(adapter, statement, a0, endpoint.system(), batch);
    operation.peer = peer.part(Semantics.DB_QUERY_SUMMARY, sql.summary());
    operation.span = startSpan(instruments, operation, peer, sql, endpoint, batch);
    return operation;
  }

  private <S> SqlStatement sql(
      DbAdapter<S> adapter, S statement, Object a0, String system, int batch) {
    String text = adapter.query(statement, a0);
    boolean sanitise = engine.sanitizeSql && !adapter.parameterised(statement, a0);
    return batch > 1
        ? statements.analyseBatch(text, system, sanitise)
        : statements.analyse(text, system, sanitise);
  }

  private static Span startSpan(
      Instruments instruments,
      Operation operation,
      Peer peer,
      SqlStatement sql,
      DbEndpoint endpoint,
      int batch) {
    if (Sampling.isDropped(operation.parent)) {
      return Sampling.unsampled(operation.parent);
    }
    SpanBuilder builder =
        instruments
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
    if (batch > 1) {
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
    return endpoint.namespace() == null ? endpoint.system() : endpoint.namespace();
  }

  /** Ends an execution. Ends it once, however often it is called. */
  <S> void end(DbAdapter<S> adapter, Operation operation, S statement, Throwable thrown) {
    if (!operation.end()) {
      return;
    }
    long nanos = System.nanoTime() - operation.startNanos;
    Span span = operation.span;
    String errorType = null;
    if (thrown != null) {
      String code = null;
      try {
        code = statement == null ? null : adapter.errorCode(statement, thrown);
      } catch (Throwable e) {
        Errors.observing("a database's error", e);
      }
      errorType =
          operation.refusal != null
              ? Guarding.errorType(operation.refused)
              : code == null ? thrown.getClass().getName() : code;
      span.setAttribute(Semantics.ERROR_TYPE, errorType);
      if (code != null && operation.refusal == null) {
        span.setAttribute(Semantics.DB_STATUS, code);
      }
      span.setStatus(StatusCode.ERROR);
      if (operation.refusal == null) {
        span.recordException(thrown);
      }
    }
    engine.guards.end(operation, 0, thrown, nanos);
    span.end();
    engine
        .instruments()
        .dbDuration
        .record(nanos / 1e9, operation.peer.series(null, 0, errorType, null), operation);
  }
}
