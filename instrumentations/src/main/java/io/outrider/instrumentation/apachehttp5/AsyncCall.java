// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp5;

import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.HttpClientAdapter.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncPushConsumer;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.HandlerFactory;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * One execution by an asynchronous client. What is sent is a copy of the request, which may be in
 * use elsewhere; what is set in the application's context is taken back at the end.
 */
final class AsyncCall extends Addressed implements BiConsumer<Object, Throwable> {
  final AsyncRequestProducer producer;
  final AsyncResponseConsumer<Object> consumer;

  /** Null: no body. */
  final EntityDetails entity;

  private final CloseableHttpAsyncClient client;
  private final HandlerFactory<AsyncPushConsumer> pushed;
  private final FutureCallback<Object> callback;

  /** The last one that came; null when none did. */
  volatile HttpResponse response;

  /**
   * The library tells the application's producer and consumer by itself how the call ends: there is
   * no other attempt.
   */
  volatile boolean handedOver;

  private volatile RuntimeException thrownByCallback;
  private RequestConfig own;
  private RequestConfig limited;

  /**
   * @param arguments of the woven method
   */
  @SuppressWarnings("unchecked") // Consumer and callback are of one type, whichever it is.
  AsyncCall(Object client, Object[] arguments, HttpRequest request, EntityDetails entity) {
    super((HttpHost) arguments[0], request, (HttpContext) arguments[4]);
    this.client = (CloseableHttpAsyncClient) client;
    this.producer = (AsyncRequestProducer) arguments[1];
    this.consumer = (AsyncResponseConsumer<Object>) arguments[2];
    this.pushed = (HandlerFactory<AsyncPushConsumer>) arguments[3];
    this.callback = (FutureCallback<Object>) arguments[5];
    this.entity = entity;
  }

  /** Takes the request that a producer is about to send. */
  static final class Asked implements RequestChannel {
    HttpRequest request;
    EntityDetails entity;

    @Override
    public void sendRequest(HttpRequest sent, EntityDetails details, HttpContext in) {
      request = sent;
      entity = details;
    }
  }

  /**
   * Makes the call, or another attempt of it.
   *
   * @param headers null: as it is
   */
  AsyncFuture send(Headers headers, long connectNanos, long requestNanos, Verdict verdict) {
    response = null;
    HttpContext in = limit(connectNanos, requestNanos);
    AsyncFuture future = new AsyncFuture(this);
    future.follow(
        client.execute(
            target,
            new AsyncProducer(this, copy(headers)),
            new AsyncConsumer(this, future, verdict),
            pushed,
            in,
            future));
    return future;
  }

  private HttpRequest copy(Headers headers) {
    BasicHttpRequest copy =
        new BasicHttpRequest(request.getMethod(), (HttpHost) null, request.getPath());
    copy.setScheme(request.getScheme());
    copy.setAuthority(request.getAuthority());
    copy.setVersion(request.getVersion());
    for (Header header : request.getHeaders()) {
      copy.addHeader(header);
    }
    for (int i = 0; headers != null && i < headers.size(); i++) {
      copy.setHeader(headers.name(i), headers.value(i));
    }
    return copy;
  }

  /** The copy has no configuration of its own: the request's goes where the library puts it. */
  HttpContext limit(long connectNanos, long requestNanos) {
    HttpContext in = context == null ? HttpClientContext.create() : context;
    RequestConfig ofRequest = ofRequest();
    RequestConfig there = of(in);
    if (limited == null || there != limited) {
      own = ofRequest == null ? there : ofRequest;
    }
    // Else that is what another attempt has set there.
    RequestConfig config = own;
    if (config == null && connectNanos > 0) {
      config = DefaultConfig.of(client);
    }
    RequestConfig used = config == null ? null : Limits.of(config, connectNanos, requestNanos);
    if (used != config || ofRequest != null) {
      limited = used;
      set(in, used);
    } else if (limited != null) {
      limited = null;
      set(in, own);
    }
    return in;
  }

  void unlimit() {
    if (limited != null && context != null && of(context) == limited) {
      set(context, own);
    }
  }

  @Override
  boolean mayFollow() {
    RequestConfig config = ofRequest();
    if (config == null && context != null) {
      config = of(context);
    }
    config = config == null ? DefaultConfig.of(client) : config;
    return config == null || config.isRedirectsEnabled();
  }

  /**
   * Gives the application's consumer an answer that is at hand.
   *
   * @param details null: it has no body
   */
  CompletableFuture<Object> give(HttpResponse answer, EntityDetails details, byte[] body) {
    handedOver = true;
    final CompletableFuture<Object> future = new CompletableFuture<Object>();
    try {
      consumer.consumeResponse(
          answer,
          details,
          context == null ? HttpClientContext.create() : context,
          new FutureCallback<Object>() {
            @Override
            public void completed(Object result) {
              future.complete(result);
            }

            @Override
            public void failed(Exception thrown) {
              future.completeExceptionally(thrown);
            }

            @Override
            public void cancelled() {
              future.cancel(true);
            }
          });
      if (details != null) {
        give(body);
      }
    } catch (Throwable e) {
      future.completeExceptionally(e);
    }
    consumer.releaseResources();
    producer.releaseResources();
    return future;
  }

  private void give(byte[] body) throws IOException, HttpException {
    consumer.updateCapacity(
        new CapacityChannel() {
          @Override
          public void update(int increment) {}
        });
    if (body.length > 0) {
      consumer.consume(ByteBuffer.wrap(body));
    }
    consumer.streamEnd(Collections.<Header>emptyList());
  }

  /** The end, as the application is to see it. */
  @Override
  public void accept(Object value, Throwable thrown) {
    unlimit();
    Exception failure =
        thrown == null || thrown instanceof Exception
            ? (Exception) thrown
            : new ExecutionException(thrown);
    try {
      if (!handedOver) {
        if (failure != null) {
          producer.failed(failure);
          consumer.failed(failure);
        }
        consumer.releaseResources();
        producer.releaseResources();
      }
      if (callback != null) {
        if (failure == null) {
          callback.completed(value);
        } else if (failure instanceof CancellationException) {
          callback.cancelled();
        } else {
          callback.failed(failure);
        }
      }
    } catch (RuntimeException e) {
      thrownByCallback = e;
      throw e;
    }
  }

  /** What the application's callback has thrown, the library is to get. */
  void rethrow() {
    RuntimeException thrown = thrownByCallback;
    if (thrown != null) {
      thrownByCallback = null;
      throw thrown;
    }
  }
}
