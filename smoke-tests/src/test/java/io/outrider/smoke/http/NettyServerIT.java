// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.http;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Netty's own codecs, with nothing but handlers of the application's behind them. */
@ParameterizedClass(name = "{0}")
@MethodSource("variants")
final class NettyServerIT extends EventLoopContract {
  static Stream<HttpServerVariant> variants() {
    return Stream.of(
        HttpServerVariant.netty("4.1.0", 8),
        HttpServerVariant.netty("4.1.0", 17, "split"),
        HttpServerVariant.netty("4.1", 17),
        HttpServerVariant.netty("4.1", 25, "split"),
        HttpServerVariant.netty("4.2", 8),
        HttpServerVariant.netty("4.2", 25));
  }
}
