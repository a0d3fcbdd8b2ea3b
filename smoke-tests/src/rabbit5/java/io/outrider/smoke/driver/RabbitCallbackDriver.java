// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import com.rabbitmq.client.Channel;
import java.io.IOException;

/** RabbitMQ's own client since 5.0, with callbacks. */
public final class RabbitCallbackDriver extends RabbitDriver {
  @Override
  public String name() {
    return "RabbitCallback";
  }

  @Override
  String registered(Channel channel, String queue, RabbitWork work) throws IOException {
    return channel.basicConsume(
        queue,
        true,
        (tag, delivery) -> work.on(text(delivery.getBody()), delivery.getProperties().getHeaders()),
        tag -> {});
  }
}
