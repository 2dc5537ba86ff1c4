package io.remedyflow.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class OwnWordsTest {

  @Test
  void the_simulator_shares_no_class_with_what_it_tests() {
    JavaClasses simulator = new ClassFileImporter().importPackages("io.remedyflow.simulator");

    classes()
        .that()
        .haveNameNotMatching(".*(Test|Caller).*")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.remedyflow.simulator",
            "java..",
            "com.sun.net.httpserver",
            "com.fasterxml.jackson..",
            "org.jspecify..",
            "org.slf4j")
        .because("a fake that shared our classes would share our mistakes")
        .check(simulator);
  }
}
