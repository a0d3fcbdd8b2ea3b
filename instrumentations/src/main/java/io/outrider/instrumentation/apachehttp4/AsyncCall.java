// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp4;

import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.HttpClientAdapter.Verdict;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.Configurable;
import org.apache.http.client.methods.HttpExecutionAware;
import org.apache.http.client.methods.HttpRequestWrapper;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.concurrent.Cancellable;
import org.apache.http.concurrent.FutureCallback;
import org.apache.http.nio.client.HttpAsyncClient;
import org.apache.http.nio.protocol.HttpAsyncRequestProducer;
import org.apache.http.nio.protocol.HttpAsyncResponseConsumer;
import org.apache.http.protocol.BasicHttpContext;
import org.apache.http.protocol.HttpContext;

/**
 * One execution by an asynchronous client. What is sent is a copy of the request, which may be in
 * use elsewhere; what is set in the application's context is taken back at the end.
 */
final class AsyncCall extends Call implements BiConsumer<Object, Throwable> {
  final HttpAsyncRequestProducer producer;
  final HttpAsyncResponseConsumer<Object> consumer;
  private final FutureCallback<Object> callback;

  /** The last one that came; null when none did. */
  volatile HttpResponse response;

  /**
   * The library tells the application's producer and consumer by itself how the call ends: there is
   * no other attempt.
   */
  volatile boolean handedOver;

  private volatile RuntimeException thrownByCallback;
  private boolean sent;
  private RequestConfig own;
  private RequestConfig limited;

  AsyncCall(
      Object client,
      HttpRequest request,
      HttpAsyncRequestProducer producer,
      HttpAsyncResponseConsumer<Object> consumer,
      HttpContext context,
      FutureCallback<Object> callback) {
    super(client, producer.getTarget(), request, context);
    this.producer = producer;
    this.consumer = consumer;
    this.callback = callback;
  }

  /**
   * Makes the call, or another attempt of it.
   *
   * @param headers null: as it is
   */
  AsyncFuture send(Headers headers, int connectMillis, int requestMillis, Verdict verdict) {
    response = null;
    HttpRequestWrapper copy = HttpRequestWrapper.wrap(request);
    for (int i = 0; headers != null && i < headers.size(); i++) {
      copy.setHeader(headers.name(i), headers.value(i));
    }
    HttpContext in = limit(connectMillis, requestMillis);
    final AsyncFuture future = new AsyncFuture(this);
    if (sent) {
      try {
        producer.resetRequest();
      } catch (IOException e) {
        future.completeExceptionally(e);
        return future;
      }
    }
    sent = true;
    future.follow(
        ((HttpAsyncClient) client)
            .execute(
                new AsyncProducer(this, copy),
                new AsyncConsumer(this, future, verdict),
                in,
                future));
    if (request instanceof HttpExecutionAware) {
      // Of the copy the library does not think that it can be aborted.
      ((HttpExecutionAware) request)
          .setCancellable(
              new Cancellable() {
                @Override
                public boolean cancel() {
                  return future.cancel(true);
                }
              });
    }
    return future;
  }

  /** The copy has no configuration of its own: the request's goes where the library puts it. */
  @Override
  HttpContext limit(int connectMillis, int requestMillis) {
    HttpContext in = context == null ? new BasicHttpContext() : context;
    RequestConfig ofRequest = ofRequest();
    RequestConfig there = ofContext(in);
    if (limited == null || there != limited) {
      own = ofRequest == null ? there : ofRequest;
    }
    // Else that is what another attempt has set there.
    RequestConfig config = own;
    if (config == null && connectMillis > 0) {
      config = DefaultConfig.of(client);
    }
    RequestConfig used =
        config == null ? null : ConfiguredCall.shorter(config, connectMillis, requestMillis);
    if (used != config || ofRequest != null) {
      limited = used;
      in.setAttribute(HttpClientContext.REQUEST_CONFIG, used);
    } else if (limited != null) {
      limited = null;
      in.setAttribute(HttpClientContext.REQUEST_CONFIG, own);
    }
    return in;
  }

  @Override
  void unlimit() {
    if (limited != null && context != null && ofContext(context) == limited) {
      context.setAttribute(HttpClientContext.REQUEST_CONFIG, own);
    }
  }

  @Override
  boolean mayFollow() {
    RequestConfig config = ofRequest();
    if (config == null && context != null) {
      config = ofContext(context);
    }
    config = config == null ? DefaultConfig.of(client) : config;
    return config == null || config.isRedirectsEnabled();
  }

  private RequestConfig ofRequest() {
    return request instanceof Configurable ? ((Configurable) request).getConfig() : null;
  }

  private static RequestConfig ofContext(HttpContext context) {
    Object config = context.getAttribute(HttpClientContext.REQUEST_CONFIG);
    return config instanceof RequestConfig ? (RequestConfig) config : null;
  }

  /** Gives the application's consumer an answer that is at hand. */
  CompletableFuture<Object> give(HttpResponse answer, byte[] body) {
    handedOver = true;
    CompletableFuture<Object> future = new CompletableFuture<Object>();
    try {
      consumer.responseReceived(answer);
      if (answer.getEntity() != null) {
        HeldDecoder decoder = new HeldDecoder(body);
        do {
          consumer.consumeContent(decoder, decoder);
        } while (decoder.isReadFurther() && !consumer.isDone());
      }
      consumer.responseCompleted(context == null ? new BasicHttpContext() : context);
      if (consumer.getException() == null) {
        future.complete(consumer.getResult());
      } else {
        future.completeExceptionally(consumer.getException());
      }
    } catch (Throwable e) {
      future.completeExceptionally(e);
    }
    close();
    return future;
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
        tell(failure);
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

  private void tell(Exception failure) {
    if (failure instanceof CancellationException) {
      consumer.cancel();
    } else if (failure != null) {
      producer.failed(failure);
      consumer.failed(failure);
    }
    close();
  }

  private void close() {
    try {
      producer.close();
    } catch (IOException e) {
      // The library does not mind, either.
    }
    try {
      consumer.close();
    } catch (IOException e) {
      // Likewise.
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
