// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import io.outrider.agent.shape.After;
import io.outrider.agent.shape.Around;
import io.outrider.agent.shape.Scoped;
import io.outrider.agent.shape.Wrapping;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Site;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes down what woven calls hand over, and answers as it is told. */
final class Recorder {
  final List<Object> seen = new ArrayList<>();
  final List<String> methods = new ArrayList<>();
  Object[] entered;
  Object[] exit;
  Object replacement;

  private void saw(Object... values) {
    seen.addAll(Arrays.asList(values));
  }

  Object handler(Site site, Object adapter) {
    switch (site == null ? Shape.METHOD : site.shape()) {
      case WRAP:
        return new Wrapping() {
          @Override
          public Object wrap(Object self, Object argument) {
            saw(argument);
            return replacement;
          }
        };
      case SCOPE:
        return new Scoped() {
          @Override
          public Object open(Object self, Object a0) {
            saw("open", a0);
            return "opened";
          }

          @Override
          public void close(Object opened) {
            saw("close", opened);
          }
        };
      case AFTER:
        return new After() {
          @Override
          public Object after(Object self, Object a0, Object returned, Object thrown) {
            saw(a0, returned, thrown);
            return replacement == null ? returned : replacement;
          }
        };
      default:
        return new Around() {
          @Override
          public Object[] enter(Object self, Object a0, Object a1, Object a2) {
            saw(a0, a1, a2);
            return entered;
          }

          @Override
          public Object[] exit(Object entered, Object returned, Object thrown) {
            saw(returned, thrown);
            return exit;
          }
        };
    }
  }
}
