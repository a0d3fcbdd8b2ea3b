// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation.executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.outrider.instrumentation.Instrumentation;
import io.outrider.instrumentation.Library;
import io.outrider.instrumentation.Shape;
import io.outrider.instrumentation.Site;
import io.outrider.instrumentation.Target;
import io.outrider.instrumentation.Weaver;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every woven method of java.base is there on the JDK that runs the tests. */
final class SitesTest {
  private static final String PACKAGE = "java.util.concurrent.";
  private static final int NEWEST = Integer.MAX_VALUE;

  /** First and last Java version of what not all of them have; the argument is the first one's. */
  private static final Map<String, int[]> ONLY_IN =
      Map.ofEntries(
          Map.entry("java.lang.ThreadBuilders", new int[] {21, NEWEST}),
          Map.entry(PACKAGE + "ThreadPerTaskExecutor", new int[] {21, NEWEST}),
          Map.entry(PACKAGE + "CompletableFuture$DelayedExecutor", new int[] {9, NEWEST}),
          Map.entry("CompletableFuture.exceptionallyAsync", new int[] {12, NEWEST}),
          Map.entry("CompletableFuture.exceptionallyCompose", new int[] {12, NEWEST}),
          Map.entry("CompletableFuture.exceptionallyComposeAsync", new int[] {12, NEWEST}),
          Map.entry("ForkJoinPool.awaitJoin", new int[] {8, 16}),
          Map.entry("ForkJoinPool.helpJoin", new int[] {17, NEWEST}),
          Map.entry("ForkJoinPool.helpAsyncBlocker", new int[] {9, NEWEST}),
          Map.entry("ForkJoinPool.invokeAny", new int[] {17, NEWEST}),
          Map.entry("ForkJoinPool.invokeAllUninterruptibly", new int[] {22, NEWEST}),
          Map.entry("ForkJoinPool.schedule", new int[] {25, NEWEST}),
          Map.entry("ForkJoinPool.submitWithTimeout", new int[] {25, NEWEST}),
          Map.entry(
              "ForkJoinTask.adaptInterruptible(java.util.concurrent.Callable)",
              new int[] {17, NEWEST}),
          Map.entry("ForkJoinTask.adaptInterruptible(java.lang.Runnable)", new int[] {22, NEWEST}));

  static Stream<Arguments> sites() {
    List<Arguments> sites = new ArrayList<>();
    Instrumentation[] all = {
      new ThreadPools(), new ForkJoin(), new CompletableFutures(), new VirtualThreads()
    };
    for (Instrumentation instrumentation : all) {
      Weaver weaver = new Weaver();
      instrumentation.weave(weaver);
      for (Library library : weaver.libraries()) {
        for (Target target : library.targets()) {
          for (String type : target.typeNames()) {
            target.sites().forEach(site -> sites.add(arguments(type, site)));
          }
        }
      }
    }
    return sites.stream();
  }

  @ParameterizedTest
  @MethodSource("sites")
  void isThereWhereItIsSaidToBe(String type, Site site) {
    List<Executable> found = matching(type, site);

    if (expectedIn(type, site, Runtime.version().feature())) {
      assertThat(found).as(type + "." + site).isNotEmpty();
    } else {
      assertThat(found).as(type + "." + site).isEmpty();
    }
    for (Executable executable : found) {
      if (site.shape() == Shape.WRAP) {
        assertThat(site.replacing()).isLessThan(executable.getParameterCount());
        assertThat(executable.getParameterTypes()[site.replacing()].isPrimitive()).isFalse();
      } else if (site.shape() == Shape.AFTER) {
        assertThat(((Method) executable).getReturnType().isPrimitive()).isFalse();
      }
    }
  }

  private static boolean expectedIn(String type, Site site, int version) {
    String method = type.substring(type.lastIndexOf('.') + 1) + "." + site.methodName();
    String overload = method + "(" + site.argumentTypes().get(0) + ")";
    for (String key : List.of(type, method, overload)) {
      int[] range = ONLY_IN.get(key);
      if (range != null) {
        return range[0] <= version && version <= range[1];
      }
    }
    return true;
  }

  private static List<Executable> matching(String type, Site site) {
    List<Executable> found = new ArrayList<>();
    Class<?> woven;
    try {
      woven = Class.forName(type, false, null);
    } catch (ClassNotFoundException e) {
      return found;
    }
    boolean constructor = site.methodName().equals(Site.CONSTRUCTOR);
    Executable[] declared =
        constructor ? woven.getDeclaredConstructors() : woven.getDeclaredMethods();
    for (Executable executable : declared) {
      boolean named = constructor || executable.getName().equals(site.methodName());
      boolean hasBody =
          !executable.isSynthetic() && (executable.getModifiers() & Modifier.ABSTRACT) == 0;
      if (named && hasBody && fits(executable, site)) {
        found.add(executable);
      }
    }
    return found;
  }

  private static boolean fits(Executable executable, Site site) {
    Class<?>[] types = executable.getParameterTypes();
    if (site.arguments() >= 0 && site.arguments() != types.length) {
      return false;
    }
    for (Map.Entry<Integer, String> argument : site.argumentTypes().entrySet()) {
      int index = argument.getKey();
      if (index >= types.length || !types[index].getName().equals(argument.getValue())) {
        return false;
      }
    }
    return true;
  }
}
