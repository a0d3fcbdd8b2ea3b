// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import org.apache.activemq.broker.BrokerService;

/** Likewise the older one. */
public final class ActiveMqBroker implements Driver {
  @Override
  public String name() {
    return "broker";
  }

  @Override
  public Order perform(Order order) throws Exception {
    BrokerService broker = new BrokerService();
    broker.setPersistent(false);
    broker.setUseJmx(false);
    broker.setUseShutdownHook(false);
    String url = "tcp://127.0.0.1:" + order.get("port");
    broker.addConnector(url);
    broker.start();
    broker.waitUntilStarted();
    return new Order().with("url", url);
  }
}
