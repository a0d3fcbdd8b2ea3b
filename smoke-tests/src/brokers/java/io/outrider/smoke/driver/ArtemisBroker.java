// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.driver;

import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/** A broker of its own, in memory: answers the {@code url} of where it is to be found. */
public final class ArtemisBroker implements Driver {
  @Override
  public String name() {
    return "broker";
  }

  @Override
  public Order perform(Order order) throws Exception {
    String url = "tcp://127.0.0.1:" + order.get("port");
    Configuration configuration =
        new ConfigurationImpl()
            .setPersistenceEnabled(false)
            .setSecurityEnabled(false)
            .setJMXManagementEnabled(false)
            .addAcceptorConfiguration("tcp", url);
    new EmbeddedActiveMQ().setConfiguration(configuration).start();
    return new Order().with("url", url);
  }
}
