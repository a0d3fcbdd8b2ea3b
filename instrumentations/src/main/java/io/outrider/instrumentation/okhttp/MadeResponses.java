// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.okhttp;

import io.outrider.instrumentation.Headers;
import io.outrider.instrumentation.HeldBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** Responses whose body is at hand. */
final class MadeResponses {
  private MadeResponses() {}

  /** One that no server has sent. */
  static Response of(Request request, int status, Headers headers, byte[] body) {
    Response.Builder response =
        new Response.Builder()
            .request(request)
            .protocol(Protocol.HTTP_1_1)
            .code(status)
            .message("");
    String type = null;
    for (int i = 0; i < headers.size(); i++) {
      response.addHeader(headers.name(i), headers.value(i));
      if ("Content-Type".equalsIgnoreCase(headers.name(i))) {
        type = headers.value(i);
      }
    }
    // A HEAD has the headers of a body, and none.
    byte[] sent = "HEAD".equals(request.method()) ? new byte[0] : body;
    return response
        .body(ResponseBody.create(type == null ? null : MediaType.parse(type), sent))
        .build();
  }

  /**
   * The same response, its connection free for another call, and what its body has to say kept in
   * case the application gets it after all. A body that is longer than 64 KiB is cut off there.
   */
  static Response held(Response response) {
    ResponseBody body = response.body();
    if (body == null) {
      return response;
    }
    byte[] bytes = bytes(body);
    return response.newBuilder().body(ResponseBody.create(body.contentType(), bytes)).build();
  }

  private static byte[] bytes(ResponseBody body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      InputStream in = body.byteStream();
      try {
        HeldBytes.read(in, bytes);
      } finally {
        in.close();
      }
    } catch (IOException e) {
      // What has come is enough: the status was known, and the call is made again because of that.
    }
    return bytes.toByteArray();
  }
}
