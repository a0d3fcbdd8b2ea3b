// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp4;

import io.outrider.instrumentation.Headers;
import org.apache.http.HttpVersion;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.impl.EnglishReasonPhraseCatalog;
import org.apache.http.message.BasicHttpResponse;

/** A response that no server has sent. */
final class MadeResponse extends BasicHttpResponse implements CloseableHttpResponse {
  /**
   * @param body null: none, as the request allows none
   */
  MadeResponse(int status, Headers headers, byte[] body) {
    super(HttpVersion.HTTP_1_1, status, reason(status));
    for (int i = 0; i < headers.size(); i++) {
      addHeader(headers.name(i), headers.value(i));
    }
    if (body != null && status != 204 && status != 304) {
      if (!containsHeader("Content-Length")) {
        addHeader("Content-Length", Integer.toString(body.length));
      }
      ByteArrayEntity entity = new ByteArrayEntity(body);
      entity.setContentType(getFirstHeader("Content-Type"));
      setEntity(entity);
    }
  }

  private static String reason(int status) {
    return status >= 100 && status < 600
        ? EnglishReasonPhraseCatalog.INSTANCE.getReason(status, null)
        : null;
  }

  @Override
  public void close() {}
}
