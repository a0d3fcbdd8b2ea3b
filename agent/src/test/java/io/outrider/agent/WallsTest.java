// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.PrintStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may know whom, over everything that ships. */
class WallsTest {
  private static final String SPI = "io.outrider.instrumentation";
  private static final String INSTRUMENTATIONS = "io.outrider.instrumentation..";
  private static final String EXPORTER = "io.outrider.exporter..";
  private static final String AGENT = "io.outrider.agent..";

  private static JavaClasses shipped;

  @BeforeAll
  static void importClasses() {
    shipped =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.outrider");
  }

  @Test
  void seesTheModulesItSpeaksOf() {
    assertThat(shipped).anyMatch(type -> type.getPackageName().equals(SPI));
    assertThat(shipped).anyMatch(type -> type.getPackageName().startsWith("io.outrider.agent."));
    assertThat(shipped).noneMatch(type -> type.getSimpleName().endsWith("Test"));
  }

  @Test
  void instrumentationsKnowOnlyTheirLibraryAndTheSpi() {
    String why = "they are loaded where only the library and the SPI are visible";
    holds(
        noClasses()
            .that()
            .resideInAPackage(INSTRUMENTATIONS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("net.bytebuddy..", "org.snakeyaml..", AGENT, EXPORTER)
            .because(why));
    holds(
        noClasses()
            .that()
            .resideInAPackage(INSTRUMENTATIONS)
            .and()
            .resideOutsideOfPackage("io.outrider.instrumentation.opentelemetryapi..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.opentelemetry..")
            .because(why + ", and OpenTelemetry is one for a single folder, whose library it is"));
  }

  @Test
  void librariesDoNotKnowEachOther() {
    holds(
        slices()
            .matching("io.outrider.instrumentation.(*)..")
            .should()
            .notDependOnEachOther()
            .because("a library is one folder that can be added or removed alone"));
  }

  @Test
  void theSpiKnowsNoLibrary() {
    holds(
        noClasses()
            .that()
            .resideInAPackage(SPI)
            .should()
            .dependOnClassesThat(
                resideInAPackage(INSTRUMENTATIONS).and(not(resideInAPackage(SPI)))));
  }

  @Test
  void theExporterKnowsNeitherAgentNorInstrumentations() {
    holds(
        noClasses()
            .that()
            .resideInAPackage(EXPORTER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(AGENT, INSTRUMENTATIONS, "net.bytebuddy.."));
  }

  @Test
  void onlyTheWeaverTouchesByteBuddy() {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackages("io.outrider.agent.weave..", "io.outrider.agent.packaging..")
            .should()
            .dependOnClassesThat(
                resideInAPackage("net.bytebuddy..")
                    .and(not(resideInAPackage("net.bytebuddy.agent.."))))
            .because("it is loaded only when a class is woven"));
  }

  @Test
  void onlyTheAttachCommandTouchesByteBuddysAttacher() {
    holds(
        classes()
            .that()
            .resideInAPackage("io.outrider..")
            .and()
            .haveSimpleNameNotStartingWith("Attach")
            .should()
            .onlyDependOnClassesThat(not(resideInAPackage("net.bytebuddy.agent.."))));
  }

  @Test
  void onlyTheFileReaderTouchesYaml() {
    holds(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.outrider.agent.config.YamlText")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.snakeyaml..")
            .because("it is loaded only when a file is configured"));
  }

  @Test
  void nothingTouchesTheJdksLogging() {
    holds(
        noClasses()
            .that()
            // Linked only where the application itself is about to log with it.
            .resideOutsideOfPackages(
                "io.outrider.instrumentation.javalogging",
                "io.outrider.instrumentation.jbosslogmanager")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging..")
            .because("the application's LogManager must be the first one named"));
  }

  @Test
  void nothingTouchesTheMBeanServer() {
    holds(
        noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("javax.management.MBeanServer")
            .because("the application may bring its own builder for it"));
  }

  @Test
  void onlyTheCommandLineAndTheConsolePrintToStandardOutput() {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackages("io.outrider.agent.cli..", "io.outrider.exporter.console..")
            .should()
            .accessField(System.class, "out")
            .because("standard output is the application's"));
  }

  @Test
  void nothingPrintsStackTracesOnItsOwn() {
    holds(
        noClasses()
            .should()
            .callMethod(Throwable.class, "printStackTrace")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace", PrintStream.class));
  }

  private static void holds(ArchRule rule) {
    // A package may still be empty.
    rule.allowEmptyShould(true).check(shipped);
  }
}
