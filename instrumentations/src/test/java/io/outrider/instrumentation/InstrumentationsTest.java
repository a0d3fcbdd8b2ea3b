// SPDX-License-Identifier: Apache-2.0
package io.outrider.instrumentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every instrumentation of this module owes: see the README of the module. */
final class InstrumentationsTest {
  private static final Path CLASSES = classes();

  static List<Class<?>> instrumentations() throws Exception {
    List<Class<?>> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(CLASSES)) {
      for (Path file : files.sorted().collect(Collectors.toList())) {
        String name = CLASSES.relativize(file).toString().replace('/', '.').replace('\\', '.');
        if (name.endsWith(".class")) {
          Class<?> type =
              Class.forName(
                  name.substring(0, name.length() - ".class".length()),
                  false,
                  InstrumentationsTest.class.getClassLoader());
          if (Instrumentation.class.isAssignableFrom(type) && !type.isInterface()) {
            found.add(type);
          }
        }
      }
    }
    return found;
  }

  @Test
  void thereAreSome() throws Exception {
    assertThat(instrumentations()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("instrumentations")
  void canBeInstantiatedWithoutArguments(Class<?> type) throws Exception {
    assertThat(type.isMemberClass()).isFalse();
    assertThat(instance(type)).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("instrumentations")
  void namesItsLibrariesAndTheirVersions(Class<?> type) throws Exception {
    assertThat(libraries(type))
        .isNotEmpty()
        .allSatisfy(
            library -> {
              assertThat(library.name()).matches("[a-z][a-z0-9]*(-[a-z0-9]+)*");
              assertThat(library.versions()).isNotBlank();
              assertThat(library.targets()).isNotEmpty();
            });
  }

  @Test
  void noTwoLibrariesShareAName() throws Exception {
    List<String> names = new ArrayList<>();
    for (Class<?> type : instrumentations()) {
      libraries(type).forEach(library -> names.add(library.name()));
    }

    assertThat(names).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("instrumentations")
  void everySiteIsWholeAndItsAdapterFitsItsShape(Class<?> type) throws Exception {
    for (Library library : libraries(type)) {
      for (Target target : library.targets()) {
        assertThat(target.typeNames()).isNotEmpty().allMatch(name -> name.indexOf('/') < 0);
        assertThat(target.sites()).as(library.name()).isNotEmpty();
        target.sites().forEach(InstrumentationsTest::check);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("instrumentations")
  void saysBesideItsClassesWhatItCoversAndWhatNot(Class<?> type) {
    Path folder =
        CLASSES
            .resolveSibling("../src/main/java")
            .resolve(type.getPackageName().replace('.', '/'))
            .normalize();

    assertThat(List.of(folder.resolve("README.md"), folder.resolve("package-info.java")))
        .anySatisfy(text -> assertThat(text).isNotEmptyFile());
  }

  private static void check(Site site) {
    assertThat(site.shape()).as(site + " was never ended with as()").isNotNull();
    assertThat(site.replacing()).as(site.toString()).isBetween(0, 4);
    if (site.methodName().equals(Site.CONSTRUCTOR)) {
      assertThat(site.shape()).as(site.toString()).isIn(Shape.WRAP, Shape.AFTER);
    }
    if (site.shape().adapter() == null) {
      assertThat(site.adapter()).as(site.toString()).isNull();
      return;
    }
    try {
      Class<?> adapter = Class.forName(site.adapter());
      assertThat(site.shape().adapter()).isAssignableFrom(adapter);
      assertThat(adapter.getDeclaredConstructor().getParameterCount()).isZero();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(site.toString(), e);
    }
  }

  private static List<Library> libraries(Class<?> type) throws Exception {
    Weaver weaver = new Weaver();
    instance(type).weave(weaver);
    return weaver.libraries();
  }

  /** As the agent does it: neither the class nor the constructor need be public. */
  private static Instrumentation instance(Class<?> type) throws Exception {
    Constructor<?> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    return (Instrumentation) constructor.newInstance();
  }

  private static Path classes() {
    try {
      URI location =
          Instrumentation.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(location).toRealPath();
    } catch (java.net.URISyntaxException | IOException e) {
      throw new AssertionError(e);
    }
  }
}
