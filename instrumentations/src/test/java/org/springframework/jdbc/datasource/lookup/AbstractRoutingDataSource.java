// SPDX-License-Identifier: Apache-2.0
package org.springframework.jdbc.datasource.lookup;

import org.apache.commons.dbcp2.BasicDataSource;

/** Has the name of Spring's class, by which it is recognised, and nothing else of it. */
public class AbstractRoutingDataSource extends BasicDataSource {
  public AbstractRoutingDataSource(String url) {
    setUrl(url);
  }
}
