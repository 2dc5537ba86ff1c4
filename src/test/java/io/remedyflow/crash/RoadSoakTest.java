package io.remedyflow.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.remedyflow.road.RoadModel;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.simulator.company.Remedy;
import io.remedyflow.simulator.company.RemedyState;
import io.remedyflow.testing.process.ChildProcess;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Minutes of whole remedies while every endpoint fails at random, before and after it has processed
 * a request, and nodes are killed. Runs with {@code mvn -Psoak}.
 */
@Tag("soak")
class RoadSoakTest {

  private static final Duration LENGTH =
      Duration.ofSeconds(
          Math.round(60 * Double.parseDouble(System.getProperty("remedyflow.soak.minutes", "3"))));

  private static final long SEED = Long.getLong("remedyflow.soak.seed", System.nanoTime());

  private static final Duration BETWEEN_STARTS = Duration.ofMillis(600);

  private static final double SHARE = 0.3;

  /** No limit on remedies, late on every day. */
  private static final String EMAIL = "lenient.qi@example.com";

  private static final LocalDate FIRST_DAY = LocalDate.of(2015, 1, 5);

  private static final List<Fault> FAULTS =
      List.of(
          Fault.answer(500, 1225000, "internal server error"),
          Fault.answer(500, 1225000, "internal server error").afterProcessing(),
          Fault.raw(502, "text/html", "<html>Bad Gateway</html>").afterProcessing(),
          Fault.drop(),
          Fault.drop().afterProcessing(),
          Fault.silence(Duration.ofSeconds(5)).afterProcessing(),
          Fault.delay(Duration.ofMillis(1_200)),
          Fault.truncate(),
          Fault.rateLimited(1));

  private final Random faults = new Random(SEED);
  private final Random deaths = new Random(SEED + 1);
  private final Map<String, Object> numbers = new TreeMap<>();

  @Test
  void every_remedy_is_started_once_and_decided_once_after_any_failure() {
    System.out.printf("Soak of the road: %s, seed %d%n", LENGTH, SEED);
    try (Stage stage = new Stage()) {
      stage.deployModel(RoadModel.KEY, Models.withCycle(RoadModel.whole(), "R99/PT1S"));
      List<String> instances = storm(stage);
      stage.feishu().clearFaults();
      await("the end of all instances")
          .atMost(Duration.ofMinutes(5))
          .pollInterval(Duration.ofSeconds(1))
          .ignoreExceptions()
          .until(() -> stage.retryNow() && stage.audit(RoadModel.KEY).running() == 0);

      isLawful(stage, instances);
    } finally {
      numbers.forEach((what, number) -> System.out.printf("| %s | %s |%n", what, number));
    }
  }

  private List<String> storm(Stage stage) {
    List<ChildProcess> nodes = new ArrayList<>(List.of(stage.startNode(), stage.startNode()));
    nodes.forEach(ChildProcess::awaitReady);
    List<Endpoint> endpoints =
        List.of(
            new Endpoint(stage.feishu()::onEmployees, feishu -> feishu.employeeRequests().size()),
            new Endpoint(stage.feishu()::onRemedies, feishu -> feishu.remedyRequests().size()),
            new Endpoint(
                stage.feishu()::onRemedyRecords, feishu -> feishu.remedyRecordRequests().size()),
            new Endpoint(stage.feishu()::onStart, feishu -> feishu.startRequests().size()),
            new Endpoint(stage.feishu()::onDecision, feishu -> feishu.decisionRequests().size()));
    List<String> instances = new ArrayList<>();
    int kills = 0;
    Instant end = Instant.now().plus(LENGTH);
    Instant nextKill = Instant.now().plusSeconds(8);
    Instant nextStart = Instant.now();
    while (Instant.now().isBefore(end)) {
      endpoints.forEach(endpoint -> endpoint.change(stage.feishu(), faults));
      stage.retryNow();
      for (; nextStart.isBefore(Instant.now()); nextStart = nextStart.plus(BETWEEN_STARTS)) {
        instances.add(start(stage, FIRST_DAY.plusDays(instances.size())));
      }
      if (nextKill.isBefore(Instant.now()) && nodes.stream().allMatch(ChildProcess::isReady)) {
        int victim = deaths.nextInt(nodes.size());
        nodes.get(victim).kill();
        nodes.set(victim, stage.startNode());
        kills++;
        nextKill = Instant.now().plusSeconds(4 + deaths.nextInt(8));
      }
      await().pollDelay(Duration.ofMillis(100)).until(() -> true);
    }
    numbers.put("nodes killed", kills);
    return instances;
  }

  private void isLawful(Stage stage, List<String> instances) {
    List<Remedy> remedies = stage.feishu().remedies();
    long days = remedies.stream().map(Remedy::day).distinct().count();
    long approved =
        remedies.stream().filter(remedy -> remedy.state() == RemedyState.PASSED).count();
    numbers.put("seed", SEED);
    numbers.put("requests for a remedy", instances.size());
    numbers.put("approvals", remedies.size());
    numbers.put("approvals started twice", remedies.size() - days);
    numbers.put("decisions lost", remedies.size() - approved);
    numbers.put("starts sent", stage.feishu().startRequests().size());
    numbers.put("decisions sent", stage.feishu().decisionRequests().size());
    numbers.put("failed jobs", stage.audit(RoadModel.KEY).failures());

    assertThat(stage.audit(RoadModel.KEY).instances())
        .hasSize(instances.size())
        .allSatisfy(
            instance ->
                assertThat(instance.getState()).isEqualTo(HistoricProcessInstance.STATE_COMPLETED));
    assertThat(remedies).hasSize(instances.size());
    assertThat(days).as("one approval for each day").isEqualTo(instances.size());
    assertThat(approved).as("each is decided").isEqualTo(instances.size());
  }

  private static String start(Stage stage, LocalDate day) {
    return stage
        .engine()
        .getRuntimeService()
        .startProcessInstanceByKey(
            RoadModel.KEY,
            Map.of(
                "email",
                EMAIL,
                "remedyDate",
                day.toString(),
                "punch",
                "0-1",
                "remedyTime",
                day.atTime(9, 0).toString(),
                "reason",
                "the badge stayed at home"))
        .getId();
  }

  /** Scripts faults for as many requests of an endpoint as have come since the last time. */
  private static final class Endpoint {

    private final Consumer<Fault[]> script;
    private final ToIntFunction<FeishuSimulator> requests;
    private int seen;

    Endpoint(Consumer<Fault[]> script, ToIntFunction<FeishuSimulator> requests) {
      this.script = script;
      this.requests = requests;
    }

    void change(FeishuSimulator feishu, Random random) {
      int now = requests.applyAsInt(feishu);
      for (; seen < now; seen++) {
        if (random.nextDouble() < SHARE) {
          script.accept(new Fault[] {FAULTS.get(random.nextInt(FAULTS.size()))});
        }
      }
    }
  }
}
