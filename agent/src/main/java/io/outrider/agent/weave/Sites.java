// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.weave;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Site;
import io.outrider.instrumentation.Target;
import io.outrider.instrumentation.Weaver;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The instrumentations that were needed so far, each loaded at its first hit, and their numbered
 * sites.
 */
final class Sites {
  /** A site's number is its instrumentation's, shifted by this, plus its place in it. */
  private static final int BITS = 10;

  private final Index index;
  private final ClassLoader agentLoader;
  private final Enabled enabled;
  private final AtomicReferenceArray<List<Numbered>> loaded;

  Sites(Index index, ClassLoader agentLoader, Enabled enabled) {
    this.index = index;
    this.agentLoader = agentLoader;
    this.enabled = enabled;
    this.loaded = new AtomicReferenceArray<List<Numbered>>(index.size());
  }

  int instrumentations() {
    return index.size();
  }

  static int instrumentation(int site) {
    return site >> BITS;
  }

  /** A site's place among all of its instrumentation. */
  static int place(int site) {
    return site & ((1 << BITS) - 1);
  }

  /** More than the place of any site of an instrumentation. */
  int count(int instrumentation) throws Exception {
    int most = 0;
    for (Numbered site : of(instrumentation)) {
      most = Math.max(most, place(site.number) + 1);
    }
    return most;
  }

  /** All sites of an instrumentation; those of libraries that are switched off are left out. */
  List<Numbered> of(int instrumentation) throws Exception {
    List<Numbered> sites = loaded.get(instrumentation);
    if (sites == null) {
      sites = load(instrumentation);
      loaded.set(instrumentation, sites);
    }
    return sites;
  }

  Numbered byNumber(int number) throws Exception {
    for (Numbered site : of(number >> BITS)) {
      if (site.number == number) {
        return site;
      }
    }
    throw new IllegalStateException("no site " + number);
  }

  private List<Numbered> load(int instrumentation) throws Exception {
    Class<?> type = Class.forName(index.instrumentation(instrumentation), true, agentLoader);
    Constructor<?> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    Weaver weaver = new Weaver();
    ((Instrumentation) constructor.newInstance()).weave(weaver);
    List<Numbered> sites = new ArrayList<Numbered>();
    int place = 0;
    for (Library library : weaver.libraries()) {
      boolean on = enabled.instrumentationEnabled(library.name());
      for (Target target : library.targets()) {
        for (Site site : target.sites()) {
          if (on) {
            sites.add(new Numbered((instrumentation << BITS) + place, library, target, site));
          }
          place++;
        }
      }
    }
    return sites;
  }

  /** Says which libraries configuration has left on. */
  interface Enabled {
    boolean instrumentationEnabled(String library);
  }

  /** A site with what it belongs to. */
  static final class Numbered {
    final int number;
    final Library library;
    final Target target;
    final Site site;

    Numbered(int number, Library library, Target target, Site site) {
      this.number = number;
      this.library = library;
      this.target = target;
      this.site = site;
    }
  }
}
