// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.jdkhttpclient;

import java.net.http.HttpRequest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Tells the bodies of requests that can be sent twice. */
final class Bodies {
  /**
   * The JDK's own publishers of bytes that are there in full, by name, because the classes are not
   * exported. All others may be spent after the first time: streams, iterators, files read through
   * a channel, publishers of the application's, and what is put together of any of them. A name
   * that a later JDK changes is taken for one of those.
   */
  private static final Set<String> LASTING =
      new HashSet<String>(
          Arrays.asList(
              "jdk.internal.net.http.RequestPublishers$ByteArrayPublisher",
              "jdk.internal.net.http.RequestPublishers$StringPublisher",
              "jdk.internal.net.http.RequestPublishers$FilePublisher",
              "jdk.internal.net.http.RequestPublishers$EmptyPublisher"));

  private Bodies() {}

  /**
   * @param body null: none
   */
  static boolean canBeSentAgain(HttpRequest.BodyPublisher body) {
    if (body == null) {
      return true;
    }
    Class<?> type = body.getClass();
    return type.getClassLoader() == HttpRequest.class.getClassLoader()
        && LASTING.contains(type.getName())
        && body.contentLength() >= 0;
  }
}
