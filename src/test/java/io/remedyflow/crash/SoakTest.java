package io.remedyflow.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.remedyflow.testing.process.ChildProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.JobQuery;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Minutes of everything at once: a Feishu that fails at random, nodes that are killed and started
 * again, new instances throughout. Then the faults stop, and every instance has to be in a state
 * that the model allows. Runs with {@code mvn -Psoak}.
 */
@Tag("soak")
class SoakTest {

  private static final Duration LENGTH =
      Duration.ofSeconds(
          Math.round(60 * Double.parseDouble(System.getProperty("remedyflow.soak.minutes", "3"))));

  private static final long SEED = Long.getLong("remedyflow.soak.seed", System.nanoTime());

  private static final Duration BETWEEN_STARTS = Duration.ofMillis(250);

  private static final String TOKEN = "t-[0-9a-f]{30}";

  // One each: the time of a fault must not change which fault it is.
  private final Random starts = new Random(SEED);
  private final Random deaths = new Random(SEED + 1);
  private final Random faults = new Random(SEED + 2);
  private final Map<String, Trial> started = new HashMap<>();
  private final Map<String, Object> numbers = new TreeMap<>();
  private int kills;

  /** The employee of an instance, and its model. */
  private record Trial(SoakModel model, String employee) {}

  @Test
  void every_instance_ends_once_in_an_allowed_state_after_any_failure() {
    System.out.printf("Soak: %s, seed %d%n", LENGTH, SEED);
    try (Stage stage = new Stage()) {
      for (SoakModel model : SoakModel.values()) {
        stage.deploy(model.key(), model.cycle(), model::apply);
      }
      Instant begin = Instant.now();
      Weather weather = new Weather(stage.feishu(), faults);
      storm(stage, weather);
      weather.clear();
      settle(stage);
      heal(stage);

      count(stage, weather, begin);
      try {
        everyInstanceIsLawful(stage);
        nothingLeaked(stage);
      } finally {
        numbers.forEach((what, number) -> System.out.printf("| %s | %s |%n", what, number));
      }
    }
  }

  private void storm(Stage stage, Weather weather) {
    List<ChildProcess> nodes = new ArrayList<>(List.of(stage.startNode(), stage.startNode()));
    nodes.forEach(ChildProcess::awaitReady);
    Instant end = Instant.now().plus(LENGTH);
    Instant nextKill = Instant.now().plusSeconds(8);
    Instant nextStart = Instant.now();
    while (Instant.now().isBefore(end)) {
      weather.change();
      for (; nextStart.isBefore(Instant.now()); nextStart = nextStart.plus(BETWEEN_STARTS)) {
        SoakModel model = anyOf(List.of(SoakModel.values()), starts);
        String employee = anyOf(model.employees(), starts);
        started.put(stage.start(model.key(), employee), new Trial(model, employee));
      }
      if (nextKill.isBefore(Instant.now()) && nodes.stream().allMatch(ChildProcess::isReady)) {
        int victim = deaths.nextInt(nodes.size());
        nodes.get(victim).kill();
        nodes.set(victim, stage.startNode());
        kills++;
        nextKill = Instant.now().plusSeconds(4 + deaths.nextInt(8));
      }
      await().pollDelay(Duration.ofMillis(50)).until(() -> true);
    }
  }

  private static final int ROUNDS_OF_HEALING = 2;
  private static final Duration A_CIRCUIT_IS_OPEN = Duration.ofSeconds(11);

  private static <T> T anyOf(List<T> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }

  /** Until no job has anything left to try. */
  private static void settle(Stage stage) {
    await("the end of all jobs")
        .atMost(Duration.ofMinutes(4))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> jobs(stage).withRetriesLeft().count() == 0);
  }

  /**
   * What an administrator does about incidents once the outage is over: retry them in bulk, and
   * again those that met an open circuit breaker, which their cycle of a second does not outlast.
   */
  private void heal(Stage stage) {
    int healed = 0;
    for (int round = 0; round < ROUNDS_OF_HEALING; round++) {
      await()
          .pollDelay(A_CIRCUIT_IS_OPEN)
          .atMost(A_CIRCUIT_IS_OPEN.multipliedBy(2))
          .until(() -> true);
      List<Job> exhausted =
          jobs(stage).noRetriesLeft().list().stream()
              .filter(job -> !mayStayAnIncident(job.getProcessInstanceId()))
              .toList();
      healed += exhausted.size();
      exhausted.forEach(job -> stage.engine().getManagementService().setJobRetries(job.getId(), 3));
      settle(stage);
    }
    numbers.put("incidents of the storm, healed", healed);
  }

  private boolean mayStayAnIncident(String instance) {
    Trial trial = started.get(instance);
    return trial.model().mayStayAnIncident(trial.employee());
  }

  private static JobQuery jobs(Stage stage) {
    // The engine's own jobs clean the history, and belong to no process.
    return stage.engine().getManagementService().createJobQuery().messages().active();
  }

  private void everyInstanceIsLawful(Stage stage) {
    int instances = 0;
    Map<String, Integer> statuses = new TreeMap<>();
    for (SoakModel model : SoakModel.values()) {
      Audit audit = stage.audit(model.key());
      for (HistoricProcessInstance instance : audit.instances()) {
        instances++;
        Trial trial = started.get(instance.getId());
        String status = "incident";
        if (instance.getEndTime() == null) {
          isAtAnIncident(stage, instance.getId(), trial);
          audit.wroteNothing(instance.getId());
        } else {
          audit.endedOnce(instance.getId());
          status = (String) audit.outputs(instance.getId()).get("remedyStatus");
          assertThat(status).as("%s", trial).isIn(model.allowed(trial.employee()));
        }
        statuses.merge("ended: " + model.key() + ", " + status, 1, Integer::sum);
      }
    }
    assertThat(instances).as("none lost, none too many").isEqualTo(started.size());
    numbers.putAll(statuses);
  }

  private void isAtAnIncident(Stage stage, String instance, Trial trial) {
    assertThat(mayStayAnIncident(instance)).as("%s may be an incident", trial).isTrue();
    Incident incident =
        stage
            .engine()
            .getRuntimeService()
            .createIncidentQuery()
            .processInstanceId(instance)
            .singleResult();
    assertThat(incident.getIncidentMessage()).contains("[task fetch, connection default (app ");
  }

  private static void nothingLeaked(Stage stage) {
    SecretSearch database = new SecretSearch(stage.database().jdbcUrl());
    assertThat(database.find("late\\.li")).as("the search finds what is there").isNotEmpty();
    assertThat(database.find(Stage.SECRET)).isEmpty();
    assertThat(database.find(TOKEN)).isEmpty();

    assertThat(stage.feishu().remedyRequests())
        .allMatch(request -> request.headers().get("Authorization").matches("Bearer " + TOKEN));
    Pattern token = Pattern.compile(TOKEN);
    assertThat(stage.nodes())
        .as("the nodes' logs are those of the calls")
        .anyMatch(node -> node.log().contains("query_user_allowed_remedys"))
        .allSatisfy(
            node ->
                assertThat(node.log()).doesNotContain(Stage.SECRET).doesNotContainPattern(token));
  }

  private void count(Stage stage, Weather weather, Instant begin) {
    numbers.put("seed", SEED);
    numbers.put("instances", started.size());
    numbers.put("calls", stage.feishu().remedyRequests().size());
    numbers.put("calls for a token", stage.feishu().tokenRequests().size());
    numbers.put("nodes killed", kills);
    long failures = 0;
    for (SoakModel model : SoakModel.values()) {
      failures += stage.audit(model.key()).failures();
    }
    numbers.put("failed jobs", failures);
    numbers.put("seconds, settling included", Duration.between(begin, Instant.now()).toSeconds());
    weather.faults().forEach((fault, times) -> numbers.put("fault: " + fault, times));
  }
}
