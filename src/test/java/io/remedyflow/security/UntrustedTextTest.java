package io.remedyflow.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.IThrowableProxy;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.testing.LogLines;
import io.remedyflow.testing.SimulatedConnection;
import io.remedyflow.testing.TestEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Text of Feishu's and of employees, on its way to a log, a variable and an incident. */
class UntrustedTextTest {

  private static final String FIRE = "${trap.fire()}";

  private static final Trap TRAP = new Trap();

  private static ServerSocket ldap;
  private static Parrot feishu;
  private static ProcessEngine engine;
  private static volatile Place place;

  private final LogLines log = LogLines.ofAll();

  @BeforeAll
  static void start() throws IOException {
    ldap = new ServerSocket(0, 10, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    feishu = Parrot.withTokens(() -> place.answer(poison()));
    var configuration =
        TestEngine.inMemory(
            "text",
            TestEngine.plugin(
                SimulatedConnection.named("default", "cli_text", "a-secret", feishu.baseUrl())
                    + "remedyflow.connections.default.call-deadline=PT1S"));
    configuration.setHistory("full");
    configuration.setBeans(new HashMap<>(Map.of("trap", TRAP)));
    engine = configuration.buildProcessEngine();
  }

  @BeforeEach
  void listen() {
    TRAP.fired = 0;
  }

  @AfterEach
  void clean_up() {
    log.close();
    TestEngine.forgetModels(engine);
  }

  @AfterAll
  static void stop() throws IOException {
    engine.close();
    feishu.close();
    ldap.close();
  }

  /** Where a reply has room for text that people will read. */
  enum Place {
    MSG_OF_A_DENIAL {
      @Override
      Optional<String> answer(String poison) {
        return Parrot.http(400, Map.of(), envelope(1226502, poison).toString());
      }
    },
    MSG_OF_A_REJECTION {
      @Override
      Optional<String> answer(String poison) {
        return Parrot.http(400, Map.of(), envelope(1220001, poison).toString());
      }
    },
    MSG_OF_A_FAILURE {
      @Override
      Optional<String> answer(String poison) {
        return Parrot.http(400, Map.of(), envelope(1220005, poison).toString());
      }
    },
    NAME_OF_A_PERMISSION {
      @Override
      Optional<String> answer(String poison) {
        ObjectNode body = envelope(1220005, "no permission");
        body.withObject("error")
            .withArray("permission_violations")
            .addObject()
            .put("subject", poison);
        return Parrot.http(400, Map.of(), body.toString());
      }
    },
    LOG_ID_IN_A_HEADER {
      @Override
      Optional<String> answer(String poison) {
        String line = poison.replace("\r\n", " ");
        return Parrot.http(400, Map.of("X-Tt-Logid", line), envelope(1220001, "no").toString());
      }
    },
    LOG_ID_IN_THE_BODY {
      @Override
      Optional<String> answer(String poison) {
        ObjectNode body = envelope(1220001, "no");
        body.withObject("error").put("log_id", poison);
        return Parrot.http(400, Map.of(), body.toString());
      }
    },
    BODY_THAT_IS_NOT_FEISHUS {
      @Override
      Optional<String> answer(String poison) {
        return Parrot.http(404, Map.of(), poison);
      }
    },
    CONTENT_TYPE_THAT_IS_NOT_FEISHUS {
      @Override
      Optional<String> answer(String poison) {
        return Parrot.http(404, Map.of("Content-Type", poison.replace("\r\n", " ")), "gone");
      }
    };

    abstract Optional<String> answer(String poison);

    private static ObjectNode envelope(int code, String msg) {
      return new ObjectMapper().createObjectNode().put("code", code).put("msg", msg);
    }
  }

  private static String poison() {
    return "seen${jndi:ldap://127.0.0.1:"
        + ldap.getLocalPort()
        + "/x}\r\nforged line\u001B[31mred\u0000\u009B1m"
        + "<script>alert(1)</script><b onclick='x'>bold</b>"
        + FIRE
        + "\u001B]0;title\u0007\u202Edetrevni";
  }

  @Provokes({FaultRow.S3, FaultRow.S4, FaultRow.S5})
  @ParameterizedTest
  @EnumSource
  void poison_from_feishu_reaches_log_variable_and_incident_as_one_clean_line(Place where)
      throws IOException {
    place = where;

    List<String> texts = new ArrayList<>(run("continue", Map.of()));
    texts.addAll(run("incident", Map.of()));

    texts.addAll(logged());
    assertThat(texts)
        .isNotEmpty()
        .noneMatch(text -> text.matches("(?s).*[\\p{Cntrl}\\u0085\\u009B\\u202E].*"))
        .noneMatch(text -> text.matches("(?s).*<(script|b)\\b.*"));
    assertThat(String.join("\n", texts)).contains("seen", "${jndi:ldap://");
    assertThat(TRAP.fired).isZero();
    ldap.setSoTimeout(1);
    assertThatThrownBy(ldap::accept).isInstanceOf(SocketTimeoutException.class);
  }

  @Provokes(FaultRow.S3)
  @ParameterizedTest
  @EnumSource(Input.class)
  void an_expression_in_a_variable_stays_text(Input input) {
    place = Place.MSG_OF_A_DENIAL;

    try {
      run("continue", Map.of(input.name(), FIRE));
    } catch (RuntimeException e) {
      assertThat(e).hasMessageContaining("onRejection");
    }

    assertThat(TRAP.fired).isZero();
    if (input == Input.userId) {
      assertThat(feishu.heard())
          .last()
          .satisfies(request -> assertThat(request.body()).contains(FIRE));
    }
  }

  enum Input {
    userId,
    remedyDate,
    employeeType,
    feishuConnection,
    onRejection
  }

  @Test
  void an_expression_in_the_model_itself_would_have_fired() {
    var model =
        Bpmn.createExecutableProcess("q")
            .startEvent()
            .scriptTask()
            .scriptFormat("juel")
            .scriptText(FIRE)
            .endEvent()
            .done();
    engine.getRepositoryService().createDeployment().addModelInstance("q.bpmn", model).deploy();

    engine.getRuntimeService().startProcessInstanceByKey("q");

    assertThat(TRAP.fired).isEqualTo(1);
  }

  /** Runs the task, and returns all text that it leaves in the engine. */
  private List<String> run(String action, Map<String, Object> more) {
    Map<String, Object> variables = new HashMap<>();
    variables.put(Input.userId.name(), "late.li");
    variables.put(Input.remedyDate.name(), "2024-01-05");
    variables.put(Input.employeeType.name(), "");
    variables.put(Input.feishuConnection.name(), "");
    variables.put(Input.onRejection.name(), action);
    variables.putAll(more);
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance(
            "p.bpmn",
            Bpmn.createExecutableProcess("p")
                .startEvent()
                .serviceTask("fetch")
                .camundaAsyncBefore()
                .camundaFailedJobRetryTimeCycle("R1/PT1S")
                .camundaDelegateExpression("${fetchAllowedRemedies}")
                .camundaInputParameter("userId", "${userId}")
                .camundaInputParameter("remedyDate", "${remedyDate}")
                .camundaInputParameter("employeeType", "${employeeType}")
                .camundaInputParameter("feishuConnection", "${feishuConnection}")
                .camundaInputParameter("onRejection", "${onRejection}")
                .camundaInputParameter("onFailure", action)
                .camundaOutputParameter("remedyMessage", "${remedyMessage}")
                .camundaOutputParameter("feishuLogId", "${feishuLogId}")
                .userTask("after")
                .done())
        .deploy();
    var instance = engine.getRuntimeService().startProcessInstanceByKey("p", variables).getId();
    ManagementService management = engine.getManagementService();
    String job = management.createJobQuery().processInstanceId(instance).singleResult().getId();
    List<String> texts = new ArrayList<>();
    try {
      management.executeJob(job);
      for (String output : List.of("remedyMessage", "feishuLogId")) {
        Object text = engine.getRuntimeService().getVariable(instance, output);
        Optional.ofNullable(text).map(String::valueOf).ifPresent(texts::add);
      }
    } catch (RuntimeException e) {
      if (!more.isEmpty()) {
        throw e;
      }
      var incidents = engine.getRuntimeService().createIncidentQuery();
      texts.add(incidents.processInstanceId(instance).singleResult().getIncidentMessage());
      texts.add(management.createJobQuery().jobId(job).singleResult().getExceptionMessage());
    }
    return texts;
  }

  /** Our lines and the engine's complaints, and the messages of the exceptions in them. */
  private List<String> logged() {
    return log.events().stream()
        .filter(
            event ->
                event.getLoggerName().startsWith("io.remedyflow")
                    || event.getLevel().isGreaterOrEqual(Level.WARN))
        .flatMap(
            event ->
                Stream.concat(
                    Stream.of(event.getFormattedMessage()), messages(event.getThrowableProxy())))
        .toList();
  }

  private static Stream<String> messages(IThrowableProxy thrown) {
    return Stream.iterate(thrown, each -> each != null, IThrowableProxy::getCause)
        .map(each -> String.valueOf(each.getMessage()));
  }

  /** A bean that any expression could call. */
  public static final class Trap {

    private int fired;

    /** Called where data is evaluated as an expression. */
    public String fire() {
      fired++;
      return "fired";
    }
  }
}
