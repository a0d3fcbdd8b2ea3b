// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp4;

import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.Configurable;
import org.apache.http.client.methods.HttpRequestBase;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.protocol.BasicHttpContext;
import org.apache.http.protocol.HttpContext;

/**
 * A call whose timeouts are in a {@link RequestConfig}: the request's own or else that of its
 * parameters, of the context, of the client, as the library looks for them. The limit goes where
 * the application's own was found. What a connection manager alone knows (a {@code SocketConfig})
 * cannot be seen; nor, before 4.4, the client's.
 */
final class ConfiguredCall extends Call {
  private Object ownParams;
  private RequestConfig own;
  private RequestConfig limited;

  ConfiguredCall(Object client, HttpHost target, HttpRequest request, HttpContext context) {
    super(client, target, request, context);
  }

  @Override
  HttpContext limit(int connectMillis, int requestMillis) {
    RequestConfig config = ofRequest();
    boolean inRequest = config != null;
    if (inRequest && !(request instanceof HttpRequestBase)) {
      return context;
    }
    if (!inRequest && hasParams(request)) {
      ownParams = Params.limit(request, null, connectMillis, requestMillis);
      return context;
    }
    config = inRequest ? config : ofContextOrClient();
    RequestConfig shorter = config == null ? null : shorter(config, connectMillis, requestMillis);
    if (shorter == config) {
      return context;
    }
    own = config;
    limited = shorter;
    if (inRequest) {
      ((HttpRequestBase) request).setConfig(shorter);
      return context;
    }
    HttpContext in = context == null ? new BasicHttpContext() : context;
    in.setAttribute(HttpClientContext.REQUEST_CONFIG, shorter);
    return in;
  }

  @Override
  void unlimit() {
    if (ownParams != null) {
      Params.restore(request, ownParams);
      ownParams = null;
    }
    if (limited == null) {
      return;
    }
    if (ofRequest() == limited) {
      ((HttpRequestBase) request).setConfig(own);
    }
    // The library leaves there what it has used.
    if (context != null && context.getAttribute(HttpClientContext.REQUEST_CONFIG) == limited) {
      context.setAttribute(HttpClientContext.REQUEST_CONFIG, own);
    }
    limited = null;
  }

  @Override
  boolean mayFollow() {
    RequestConfig config = ofRequest();
    if (config == null && hasParams(request)) {
      return true;
    }
    config = config == null ? ofContextOrClient() : config;
    return config == null || config.isRedirectsEnabled();
  }

  private RequestConfig ofRequest() {
    return request instanceof Configurable ? ((Configurable) request).getConfig() : null;
  }

  @SuppressWarnings("deprecation") // Since 4.3, and looked at all the same.
  private static boolean hasParams(HttpRequest request) {
    Object params = request.getParams();
    return !(params instanceof org.apache.http.params.HttpParamsNames)
        || !((org.apache.http.params.HttpParamsNames) params).getNames().isEmpty();
  }

  /** Null when it cannot be told. */
  private RequestConfig ofContextOrClient() {
    Object given = context == null ? null : context.getAttribute(HttpClientContext.REQUEST_CONFIG);
    if (given instanceof RequestConfig) {
      return (RequestConfig) given;
    }
    if (client instanceof Configurable) {
      RequestConfig config = ((Configurable) client).getConfig();
      return config == null ? RequestConfig.DEFAULT : config;
    }
    // The other class of clients has none of its own.
    return client.getClass().getSimpleName().equals("MinimalHttpClient")
        ? RequestConfig.DEFAULT
        : null;
  }

  /** The same object when the application's are all as short. */
  static RequestConfig shorter(RequestConfig own, int connectMillis, int requestMillis) {
    int connect = shorter(own.getConnectTimeout(), connectMillis);
    int read = shorter(own.getSocketTimeout(), requestMillis);
    int lease = shorter(own.getConnectionRequestTimeout(), requestMillis);
    if (connect == own.getConnectTimeout()
        && read == own.getSocketTimeout()
        && lease == own.getConnectionRequestTimeout()) {
      return own;
    }
    return RequestConfig.copy(own)
        .setConnectTimeout(connect)
        .setSocketTimeout(read)
        .setConnectionRequestTimeout(lease)
        .build();
  }
}
