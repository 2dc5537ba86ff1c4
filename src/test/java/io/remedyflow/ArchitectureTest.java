package io.remedyflow;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.remedyflow.camunda.PlantedArrow;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between the rooms, as whitelists: what is not named is forbidden. */
class ArchitectureTest {

  private static final String REMEDY = "io.remedyflow.remedy..";
  private static final String REMEDY_ROOT = "io.remedyflow.remedy";
  private static final String EMPLOYEE = "io.remedyflow.remedy.employee";
  private static final String APPROVAL = "io.remedyflow.remedy.approval";
  private static final String FEISHU = "io.remedyflow.feishu";
  private static final String HTTP = "io.remedyflow.feishu.http";
  private static final String ANSWER = "io.remedyflow.feishu.answer";
  private static final String TOKEN = "io.remedyflow.feishu.token";
  private static final String CLIENT = "io.remedyflow.feishu.client";
  private static final String ATTENDANCE = "io.remedyflow.feishu.attendance";
  private static final String CONTACT = "io.remedyflow.feishu.contact";
  private static final String CAMUNDA = "io.remedyflow.camunda..";
  private static final String CAMUNDA_ROOT = "io.remedyflow.camunda";
  private static final String CONTRACT = "io.remedyflow.camunda.contract";
  private static final String TASKS = "io.remedyflow.camunda.tasks";
  private static final String RATELIMIT = "io.remedyflow.ratelimit";
  private static final String POSTGRES = "io.remedyflow.ratelimit.postgres";
  private static final String PLUGIN = "io.remedyflow.plugin..";
  private static final String AUTOCONFIGURE = "io.remedyflow.autoconfigure..";
  private static final String SIMULATOR = "io.remedyflow.simulator..";
  private static final String[] EVERYWHERE = {"java..", "org.jspecify.annotations.."};

  private static final DescribedPredicate<JavaClass> ENGINE_API =
      resideInAPackage("org.camunda.bpm.engine..")
          .and(DescribedPredicate.not(resideInAPackage("..engine.impl..")))
          .or(resideInAPackage("org.camunda.spin.."))
          .as("the engine's public API and Spin");

  private static final ArchRule REMEDY_STANDS_ALONE =
      room(REMEDY_ROOT, of(REMEDY_ROOT), "the words of the domain need the JDK only");

  private static final ArchRule EMPLOYEES_ARE_WORDS =
      room(EMPLOYEE, of(EMPLOYEE, REMEDY_ROOT), "finding an employee starts no approval");

  private static final ArchRule APPROVALS_ARE_WORDS =
      room(
          APPROVAL,
          of(APPROVAL, REMEDY_ROOT),
          "an approval is about an employee whose ID is known, however it was found");

  private static final ArchRule FEISHU_SETTINGS_STAND_ALONE =
      room(
          FEISHU,
          of(FEISHU, REMEDY, RATELIMIT, "com.fasterxml.jackson..", "org.slf4j.."),
          "what a connection is, every room below may know");

  private static final ArchRule HTTP_EXCHANGES =
      room(
          HTTP,
          of(HTTP, FEISHU, REMEDY, RATELIMIT, "org.apache.hc..", "javax.net.ssl..", "org.slf4j.."),
          "an exchange is the same for every endpoint");

  private static final ArchRule ONLY_FEISHU_SPEAKS_HTTP =
      noClasses()
          .that()
          .resideOutsideOfPackages(HTTP, CLIENT, ANSWER)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.hc..")
          .because("no other room needs the HTTP library");

  private static final ArchRule ANSWERS_HAVE_ONE_MEANING =
      room(
          ANSWER,
          of(
              ANSWER,
              HTTP,
              FEISHU,
              REMEDY,
              RATELIMIT,
              "com.fasterxml.jackson..",
              "org.apache.hc.client5.http.utils"), // how HTTP writes dates
          "what a reply means depends on the reply alone");

  private static final ArchRule TOKENS_ARE_FETCHED_BY_OTHERS =
      room(
          TOKEN,
          of(TOKEN, HTTP, FEISHU, REMEDY, RATELIMIT, "com.fasterxml.jackson..", "org.slf4j.."),
          "how long a token lasts has nothing to do with what is called with it");

  private static final ArchRule THE_CLIENT_KNOWS_NO_ENDPOINT =
      room(
          CLIENT,
          of(
              CLIENT,
              TOKEN,
              ANSWER,
              HTTP,
              FEISHU,
              REMEDY,
              RATELIMIT,
              "org.apache.hc..",
              "com.fasterxml.jackson..",
              "io.github.resilience4j..",
              "org.slf4j.."),
          "a second endpoint must not change it");

  private static final ArchRule ATTENDANCE_IS_ENDPOINTS =
      room(
          ATTENDANCE,
          of(
              ATTENDANCE,
              CLIENT,
              ANSWER,
              HTTP,
              FEISHU,
              REMEDY,
              RATELIMIT,
              "com.fasterxml.jackson..",
              "com.github.benmanes.caffeine..", // what was started lately
              "org.slf4j.."),
          "endpoints and operations say what is sent and what an answer means, and leave the rest to the client");

  private static final ArchRule CONTACT_IS_ENDPOINTS =
      room(
          CONTACT,
          of(
              CONTACT,
              CLIENT,
              ANSWER,
              HTTP,
              FEISHU,
              REMEDY,
              RATELIMIT,
              "com.fasterxml.jackson..",
              "org.slf4j.."),
          "the services of Feishu have nothing in common but the client");

  private static final ArchRule CAMUNDA_SPEAKS_ENGINE =
      room(
          CAMUNDA_ROOT,
          of(CAMUNDA_ROOT, CONTRACT, REMEDY, "com.fasterxml.jackson..").or(ENGINE_API),
          "one delegate runs every task, so a further one must not change it, and it must be testable without HTTP");

  private static final ArchRule TASKS_ARE_DATA =
      room(
          TASKS,
          of(TASKS, CAMUNDA_ROOT, CONTRACT, REMEDY, "com.fasterxml.jackson.."),
          "a task says what its inputs and answers mean, and leaves the engine to the delegate");

  private static final ArchRule THE_CONTRACT_IS_DATA =
      room(CONTRACT, of(CONTRACT, REMEDY), "templates, hints and documents are made from it");

  private static final ArchRule RATELIMIT_STANDS_ALONE =
      room(
          RATELIMIT,
          of(RATELIMIT, "io.github.resilience4j..", "org.slf4j.."),
          "a rate limiter is the same for every endpoint and caller");

  private static final ArchRule POSTGRES_SPEAKS_SQL =
      room(
          POSTGRES,
          of(
              POSTGRES,
              RATELIMIT,
              "io.github.bucket4j..",
              "javax.sql..",
              "com.zaxxer.hikari..",
              "org.apache.ibatis.datasource..",
              "org.slf4j.."),
          "the limiter must be usable without a database, and the database without an engine");

  private static final ArchRule ONLY_POSTGRES_SPEAKS_SQL =
      noClasses()
          .that()
          .resideOutsideOfPackage(POSTGRES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "io.github.bucket4j..")
          .because("an engine's thread must not wait for what nodes share in its database");

  private static final ArchRule PLUGIN_WIRES =
      room(
          PLUGIN,
          of(
              PLUGIN,
              REMEDY,
              FEISHU,
              CLIENT,
              ATTENDANCE,
              CONTACT,
              RATELIMIT,
              POSTGRES,
              CAMUNDA,
              "javax.sql..", // to hand the engine's on
              "org.camunda.bpm.application..", // to evaluate inputs where the engine would
              "org.camunda.bpm.engine..",
              "org.camunda.bpm.impl.juel..", // whose resolvers find the task
              "org.camunda.spin..",
              "com.fasterxml.jackson..",
              "com.github.benmanes.caffeine..",
              "org.slf4j.."),
          "it wires any engine and cannot need Spring");

  private static final ArchRule CONFIGURATION_KNOWS_NO_ENGINE =
      room(
          "io.remedyflow.plugin.config",
          of(
              "io.remedyflow.plugin.config",
              REMEDY,
              FEISHU,
              CLIENT,
              ATTENDANCE,
              CONTACT,
              RATELIMIT,
              POSTGRES,
              "javax.sql..", // to hand the engine's on
              "com.fasterxml.jackson..",
              "org.slf4j.."),
          "properties mean the same on every engine");

  private static final ArchRule MODELS_KNOW_NO_JOBS =
      noClasses()
          .that()
          .resideInAPackage("io.remedyflow.plugin.parse")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.remedyflow.plugin",
              "io.remedyflow.plugin.config",
              "io.remedyflow.plugin.job",
              "io.remedyflow.plugin.reservation",
              "io.remedyflow.feishu..",
              "io.remedyflow.ratelimit..")
          .because("what is drawn does not depend on what runs");

  private static final ArchRule CACHES_KEEP_TO_THEIR_THREAD =
      noClasses()
          .that()
          .resideInAPackage(PLUGIN)
          .and()
          .doNotHaveSimpleName("Caches")
          .should()
          .callMethod(Caffeine.class, "newBuilder")
          .because("its caches use the common pool, which belongs to the application");

  private static final ArchRule AUTOCONFIGURE_WIRES_SPRING =
      room(
          AUTOCONFIGURE,
          of(
                  AUTOCONFIGURE,
                  REMEDY,
                  FEISHU,
                  CLIENT,
                  RATELIMIT,
                  CAMUNDA,
                  PLUGIN,
                  "org.springframework..",
                  "io.micrometer..")
              .or(ENGINE_API),
          "it holds nothing that an engine without Spring would need");

  private static final ArchRule SIMULATOR_KNOWS_ONLY_THE_WIRE =
      classes()
          .that()
          .resideInAPackage(SIMULATOR)
          .and()
          .haveNameNotMatching(".*(Test|Caller).*")
          .should()
          .onlyDependOnClassesThat(
              of(SIMULATOR, "com.sun.net.httpserver..", "com.fasterxml.jackson..", "org.slf4j..")
                  .or(resideInAnyPackage(EVERYWHERE)))
          .because("a fake that shared our classes would share our mistakes");

  private static List<ArchRule> roomsOfTheSimulator() {
    String http = "io.remedyflow.simulator.http";
    String company = "io.remedyflow.simulator.company";
    String platform = "io.remedyflow.simulator.platform";
    String api = "io.remedyflow.simulator.api";
    String jackson = "com.fasterxml.jackson..";
    return List.of(
        SIMULATOR_KNOWS_ONLY_THE_WIRE,
        room(
            http,
            of(http, jackson, "com.sun.net.httpserver..", "org.slf4j.."),
            "what happens on the wire is the same whatever is asked"),
        room(company, of(company, http), "people exist without requests"),
        room(platform, of(platform, http, jackson), "tokens and limits are the same for all"),
        room(api, of(api, company, platform, http, jackson), "an endpoint serves any simulator"));
  }

  static List<ArchRule> rules() {
    return List.of(
        REMEDY_STANDS_ALONE,
        EMPLOYEES_ARE_WORDS,
        APPROVALS_ARE_WORDS,
        FEISHU_SETTINGS_STAND_ALONE,
        HTTP_EXCHANGES,
        ONLY_FEISHU_SPEAKS_HTTP,
        ANSWERS_HAVE_ONE_MEANING,
        TOKENS_ARE_FETCHED_BY_OTHERS,
        THE_CLIENT_KNOWS_NO_ENDPOINT,
        ATTENDANCE_IS_ENDPOINTS,
        CONTACT_IS_ENDPOINTS,
        CAMUNDA_SPEAKS_ENGINE,
        TASKS_ARE_DATA,
        THE_CONTRACT_IS_DATA,
        RATELIMIT_STANDS_ALONE,
        POSTGRES_SPEAKS_SQL,
        ONLY_POSTGRES_SPEAKS_SQL,
        PLUGIN_WIRES,
        CONFIGURATION_KNOWS_NO_ENGINE,
        MODELS_KNOW_NO_JOBS,
        CACHES_KEEP_TO_THEIR_THREAD,
        AUTOCONFIGURE_WIRES_SPRING,
        slices().matching("io.remedyflow.(**)").should().beFreeOfCycles());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void the_rooms_of_the_plugin_keep_to_their_arrows(ArchRule rule) {
    rule.check(
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.remedyflow"));
  }

  @Test
  void the_simulator_and_its_rooms_keep_to_the_wire() {
    JavaClasses simulator = new ClassFileImporter().importPackages("io.remedyflow.simulator");

    assertThat(roomsOfTheSimulator()).allSatisfy(rule -> rule.check(simulator));
  }

  @Test
  void a_planted_wrong_arrow_is_found() {
    JavaClasses planted = new ClassFileImporter().importClasses(PlantedArrow.class);

    assertThat(CAMUNDA_SPEAKS_ENGINE.evaluate(planted).getFailureReport().getDetails())
        .anyMatch(detail -> detail.contains("FeishuConnection"));
  }

  private static ArchRule room(String room, DescribedPredicate<JavaClass> allowed, String because) {
    return classes()
        .that()
        .resideInAPackage(room)
        .should()
        .onlyDependOnClassesThat(allowed.or(resideInAnyPackage(EVERYWHERE)))
        .because(because);
  }

  private static DescribedPredicate<JavaClass> of(String... packages) {
    return resideInAnyPackage(packages);
  }
}
