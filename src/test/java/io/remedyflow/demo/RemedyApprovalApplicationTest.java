package io.remedyflow.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.simulator.company.Company;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

@ExtendWith(OutputCaptureExtension.class)
class RemedyApprovalApplicationTest {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().followRedirects(Redirect.NORMAL).build();
  private static final Pattern PASSWORD = Pattern.compile("Password of all three: (\\S+)");

  @Provokes(FaultRow.S10)
  @Test
  void it_says_where_to_go_and_as_whom_and_lets_no_one_else_in(CapturedOutput output)
      throws Exception {
    URI simulator;
    try (ConfigurableApplicationContext demo = RemedyApprovalApplication.start("--server.port=0")) {
      URI root =
          URI.create(
              "http://127.0.0.1:" + ((WebServerApplicationContext) demo).getWebServer().getPort());
      simulator = demo.getBean(FeishuSimulator.class).baseUrl();
      Matcher printed = PASSWORD.matcher(output.getOut());

      assertThat(printed.find()).isTrue();
      String password = printed.group(1);
      assertThat(password).hasSizeGreaterThanOrEqualTo(12);
      assertThat(printed.find()).as("printed once").isFalse();
      assertThat(output.getOut())
          .contains(
              root + "/camunda/app/tasklist/", root + "/camunda/app/cockpit/", simulator + "/")
          .contains("\"Remedy approval\"", Company.employees().get(0).shows());
      assertThat(status(simulator.resolve("/"), "nobody", "")).isEqualTo(200);

      URI definitions = root.resolve("/engine-rest/process-definition");
      assertThat(status(root.resolve("/camunda/app/tasklist/"), "nobody", "")).isEqualTo(200);
      assertThat(status(definitions, "nobody", password)).isEqualTo(401);
      for (String person : List.of("demo", "employee", "manager")) {
        assertThat(status(definitions, person, password)).as(person).isEqualTo(200);
      }
      // Last: after a wrong password the engine locks the person out for some seconds.
      assertThat(status(definitions, "demo", "demo")).isEqualTo(401);
      assertThat(status(root.resolve("/h2-console"), "demo", password)).isEqualTo(404);

      for (URI place : List.of(root, simulator)) {
        assertThatThrownBy(() -> new Socket("127.0.0.2", place.getPort()).close())
            .as("reached under another address of this machine")
            .isInstanceOf(IOException.class);
      }

      ProcessEngine engine = demo.getBean(ProcessEngine.class);
      assertThat(
              engine.getIdentityService().createUserQuery().memberOfGroup("camunda-admin").list())
          .as("else anyone could create an administrator (CVE-2026-77226)")
          .isNotEmpty();
      String deployment =
          engine.getRepositoryService().createDeploymentQuery().singleResult().getId();
      assertThat(engine.getRepositoryService().getDeploymentResourceNames(deployment))
          .hasSize(7)
          .allMatch(name -> name.matches(".*\\.(bpmn|dmn|form)"));
    }
    assertThatThrownBy(() -> status(simulator, "nobody", "")).isInstanceOf(ConnectException.class);
  }

  @Test
  void each_group_of_the_process_has_a_member() throws IOException {
    try (var demo = RemedyApprovalApplication.start("--server.port=0")) {
      Set<String> groups = new TreeSet<>();
      Matcher candidates =
          Pattern.compile("candidateGroups=\"([^\"]+)\"")
              .matcher(Files.readString(Path.of("bpmn/remedy-approval.bpmn")));
      while (candidates.find()) {
        groups.add(candidates.group(1));
      }

      assertThat(groups).containsExactly("administrators", "employees", "managers");
      var identities = demo.getBean(ProcessEngine.class).getIdentityService();
      assertThat(groups)
          .allMatch(group -> identities.createUserQuery().memberOfGroup(group).count() == 1);
      assertThat(identities.createUserQuery().memberOfGroup("administrators").singleResult())
          .extracting(User::getId)
          .isEqualTo("demo");
    }
  }

  @Test
  void one_switch_turns_labels_messages_and_forms_into_chinese(CapturedOutput output) {
    try (ConfigurableApplicationContext demo =
        RemedyApprovalApplication.start(
            "--server.port=0", "--remedyflow.connections.default.language=zh-CN")) {
      ProcessEngine engine = demo.getBean(ProcessEngine.class);
      RepositoryService models = engine.getRepositoryService();
      String deployment = models.createDeploymentQuery().singleResult().getId();

      assertThat(models.createProcessDefinitionQuery().list())
          .extracting(ProcessDefinition::getKey, ProcessDefinition::getName)
          .containsExactly(tuple("remedy-approval", "补卡审批"));
      assertThat(models.getDeploymentResourceNames(deployment))
          .hasSize(7)
          .allMatch(name -> name.contains("zh-CN"));
      assertThat(engine.getFilterService().createFilterQuery().list())
          .extracting(Filter::getName)
          .contains("我的任务", "待认领任务")
          .doesNotContain("My tasks", "My group's tasks");
      assertThat(output.getOut())
          .contains("\"补卡审批\"", Company.employees().get(0).showsInChinese())
          .doesNotContain("Remedy approval", Company.employees().get(0).shows());
    }
  }

  @Test
  void with_a_base_url_the_simulator_stays_away_and_a_configured_password_is_not_printed(
      CapturedOutput output) {
    try (ConfigurableApplicationContext demo =
        RemedyApprovalApplication.start(
            "--server.port=0",
            "--remedyflow.connections.default.base-url=https://open.larksuite.com",
            "--remedyflow.connections.default.app-id=cli_mine",
            "--remedyflow.connections.default.app-secret=mine",
            password("my-own-password"))) {
      assertThat(demo.getBeansOfType(FeishuSimulator.class)).isEmpty();
      assertThat(output.getOut())
          .contains("the one that you configured")
          .doesNotContain("my-own-password", "late.li");
    }
  }

  @Test
  void on_a_database_that_outlives_the_demo_the_printed_password_is_the_right_one() {
    String database = "--spring.datasource.url=jdbc:h2:mem:outlives;DB_CLOSE_DELAY=-1";
    try (var demo =
        RemedyApprovalApplication.start("--server.port=0", database, password("first"))) {
      assertThat(demo.isActive()).isTrue();
    }
    try (var demo =
        RemedyApprovalApplication.start("--server.port=0", database, password("second"))) {
      for (String person : List.of("demo", "employee", "manager")) {
        assertThat(
                demo.getBean(ProcessEngine.class)
                    .getIdentityService()
                    .checkPassword(person, "second"))
            .as(person)
            .isTrue();
      }
    }
  }

  private static String password(String password) {
    return "--" + RemedyApprovalApplication.PASSWORD + "=" + password;
  }

  private static int status(URI uri, String user, String password)
      throws IOException, InterruptedException {
    String basic =
        Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(uri).header("Authorization", "Basic " + basic).build();
    return HTTP.send(request, BodyHandlers.discarding()).statusCode();
  }
}
