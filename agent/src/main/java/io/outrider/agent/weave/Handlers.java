// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Site;

/** Makes what a site calls: the engine's side of the wall between weaving and calls. */
public interface Handlers {
  /**
   * @param adapter a new instance of the site's adapter, or one shared by the sites of one
   *     application loader
   * @return an Around, Scoped, Wrapping or After, as the site's shape wants
   */
  Object handler(Library library, Site site, Object adapter);

  /**
   * Likewise for a method of the application's own.
   *
   * @param woven the class that declares it; may be asked for the method, and must not be kept but
   *     by what is returned
   * @return an Around; null leaves the method alone
   */
  default Object method(OwnMethod method, Class<?> woven) {
    return null;
  }
}
