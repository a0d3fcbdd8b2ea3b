// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.apachehttp4;

import io.outrider.instrumentation.HeldBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.http.HttpEntity;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.entity.ByteArrayEntity;

/**
 * Reads the body of an answer that is not meant to reach the application, so that its connection
 * can be used again, and keeps it in case it has to after all. One that is longer than 64 KiB is
 * cut off there: to read on would cost more than a connection.
 */
final class HeldBody {
  private HeldBody() {}

  /** Puts the bytes in the place of the stream. */
  static void hold(CloseableHttpResponse response) {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      close(response);
      return;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean whole = false;
    try {
      InputStream in = entity.getContent();
      whole = in == null || HeldBytes.read(in, bytes);
      if (whole && in != null) {
        in.close();
      }
    } catch (IOException e) {
      // What has come is enough: the status was known, and the call is made again because of that.
    }
    if (!whole) {
      close(response);
    }
    ByteArrayEntity held = new ByteArrayEntity(bytes.toByteArray());
    held.setContentType(entity.getContentType());
    held.setContentEncoding(entity.getContentEncoding());
    response.setEntity(held);
  }

  private static void close(CloseableHttpResponse response) {
    try {
      response.close();
    } catch (IOException e) {
      // The connection is gone, as it was to be.
    }
  }
}
