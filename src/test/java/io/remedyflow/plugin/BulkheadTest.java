package io.remedyflow.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.simulator.RecordedRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BulkheadTest {

  private static final int THREADS = 4;
  private static final Duration LATENCY = Duration.ofMillis(400);

  private final AtomicLong now = new AtomicLong();
  private final Bulkhead bulkhead = new Bulkhead(() -> THREADS, now::get);

  @Test
  void calls_that_are_quick_may_have_every_thread() {
    entered(3 * THREADS);
    now.addAndGet(Bulkhead.SLOW.toNanos() - 1);

    assertThat(bulkhead.enter().isOneTooManySlow()).isFalse();
  }

  @Test
  void half_of_the_threads_are_left_to_others_by_those_that_are_slow() {
    entered(1);
    now.addAndGet(Bulkhead.SLOW.toNanos());
    Bulkhead.Place second = bulkhead.enter();
    assertThat(second.isOneTooManySlow()).isFalse();

    now.addAndGet(Bulkhead.SLOW.toNanos());
    try (Bulkhead.Place third = bulkhead.enter()) {
      assertThat(third.isOneTooManySlow()).isTrue();
    }

    second.close();
    try (Bulkhead.Place again = bulkhead.enter()) {
      assertThat(again.isOneTooManySlow()).isFalse();
      try (Bulkhead.Place beside = bulkhead.enter()) {
        assertThat(beside.isOneTooManySlow()).as("it will hardly be quicker").isTrue();
      }
    }
  }

  @Test
  void after_a_slow_call_the_next_ones_are_expected_to_be_slow() {
    slowCall();
    now.addAndGet(Bulkhead.REMEMBERED.toNanos() - 1);
    entered(THREADS / 2);

    assertThat(bulkhead.enter().isOneTooManySlow()).isTrue();
  }

  @Test
  void once_feishu_is_quick_again_they_may_have_every_thread() {
    slowCall();
    now.addAndGet(Bulkhead.REMEMBERED.toNanos());
    entered(THREADS);

    assertThat(bulkhead.enter().isOneTooManySlow()).isFalse();
  }

  private void slowCall() {
    try (Bulkhead.Place slow = bulkhead.enter()) {
      assertThat(slow.isOneTooManySlow()).isFalse();
      now.addAndGet(Bulkhead.SLOW.toNanos());
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "3, 2", "5, 4", "10, 8", "32, 26"})
  void a_fifth_of_the_threads_is_the_last(int threads, int others) {
    Bulkhead of = new Bulkhead(() -> threads, now::get);

    assertThat(entered(of, others)).noneMatch(Bulkhead.Place::isAmongTheLast);
    assertThat(of.enter().isAmongTheLast()).isTrue();
  }

  @Test
  void whoever_leaves_makes_room() {
    List<Bulkhead.Place> places = entered(THREADS - 1);

    assertThat(bulkhead.enter().isAmongTheLast()).isTrue();
    places.get(1).close();
    places.get(0).close();

    assertThat(bulkhead.enter().isAmongTheLast()).isFalse();
  }

  @Test
  void of_those_that_come_at_once_as_many_stay_as_there_is_room_for() {
    List<Bulkhead.Place> atOnce = entered(2 * THREADS);

    assertThat(atOnce.subList(0, THREADS - 1)).noneMatch(Bulkhead.Place::isAmongTheLast);
    assertThat(atOnce.subList(THREADS - 1, 2 * THREADS)).allMatch(Bulkhead.Place::isAmongTheLast);
  }

  private List<Bulkhead.Place> entered(int calls) {
    return entered(bulkhead, calls);
  }

  private static List<Bulkhead.Place> entered(Bulkhead bulkhead, int calls) {
    return Stream.generate(bulkhead::enter).limit(calls).toList();
  }

  @Test
  @Provokes(FaultRow.E14)
  void while_feishu_is_slow_others_get_on_and_no_call_is_lost() {
    try (FeishuSimulator feishu =
        FeishuSimulator.with().latency(Duration.ofMillis(2_500)).start()) {
      ProcessEngine engine = engine(feishu, true);
      try {
        deploy(engine);
        for (int n = 0; n < 3 * THREADS; n++) {
          start(engine, "late.li");
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> feishu.remedyRequests().size() > 0);
        await()
            .pollDelay(Bulkhead.SLOW.plusMillis(500))
            .atMost(Duration.ofSeconds(10))
            .until(() -> true);

        for (int n = 0; n < 20; n++) {
          engine.getRuntimeService().startProcessInstanceByKey("others");
        }

        await().atMost(Duration.ofSeconds(60)).until(() -> waiting(engine, "others") == 20);
        assertThat(waiting(engine, "ours")).as("still under way").isLessThan(3 * THREADS);
        await().atMost(Duration.ofSeconds(60)).until(() -> waiting(engine, "ours") == 3 * THREADS);
        List<Instant> asked =
            feishu.remedyRequests().stream().map(RecordedRequest::receivedAt).sorted().toList();
        for (int n = THREADS; n + THREADS / 2 < asked.size(); n++) {
          assertThat(Duration.between(asked.get(n), asked.get(n + THREADS / 2)))
              .as("after the first wave no more than half of the threads call at once")
              .isGreaterThan(Duration.ofSeconds(2));
        }
        EngineOverSimulator.noneFailed(engine);
      } finally {
        engine.close();
      }
    }
  }

  @Test
  @Provokes(FaultRow.E14)
  void calls_that_queue_leave_the_last_thread_to_others_and_to_a_person() {
    int many = 40;
    int others = THREADS - 1;
    try (FeishuSimulator feishu = FeishuSimulator.with().latency(LATENCY).start()) {
      ProcessEngine engine = engine(feishu, false);
      try {
        deploy(engine);
        askedByHand(engine);
        for (int n = 0; n < many; n++) {
          start(engine, "late.li");
        }
        EngineOverSimulator.jobExecutor(engine).start();

        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> feishu.remedyRequests().size() >= 3 * others);

        List<Instant> asked = askedAbout(feishu, "late.li");
        for (int n = 0; n + others < asked.size(); n++) {
          assertThat(Duration.between(asked.get(n), asked.get(n + others)))
              .as("no more than %d at once", others)
              .isGreaterThan(LATENCY.minusMillis(50));
        }

        int persons = 0;
        long beside = 0;
        while (beside < others && askedAbout(feishu, "late.li").size() < many - 3 * others) {
          persons++;
          beside = besideAPerson(engine, feishu, persons);
        }
        assertThat(beside).as("calls beside a person's").isEqualTo(others);

        int all = many + persons + 1;
        await().atMost(Duration.ofSeconds(60)).until(() -> waiting(engine, "ours") == all);
        assertThat(feishu.remedyRequests()).hasSize(all);
        EngineOverSimulator.noneFailed(engine);
      } finally {
        engine.close();
      }
    }
  }

  /**
   * Calls that stepped aside are away for a moment, so that a person does not always come while the
   * others have all that they may have.
   */
  private static long besideAPerson(ProcessEngine engine, FeishuSimulator feishu, int persons) {
    // Each another: who has started several instances within a minute is no person any more.
    engine.getIdentityService().setAuthenticatedUserId("demo-" + persons);
    start(engine, "early.chen");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> askedAbout(feishu, "early.chen").size() == persons);
    Instant person = askedAbout(feishu, "early.chen").get(persons - 1);
    await()
        .atMost(LATENCY.multipliedBy(3))
        .until(() -> Instant.now().isAfter(person.plus(LATENCY)));
    return mostUnderWay(askedAbout(feishu, "late.li"), person);
  }

  /** How many of these calls were under way at once while the call of that moment was. */
  private static long mostUnderWay(List<Instant> calls, Instant call) {
    Duration surely = LATENCY.minusMillis(50);
    return Stream.iterate(call, moment -> moment.plusMillis(25))
        .takeWhile(call.plus(surely)::isAfter)
        .mapToLong(
            moment ->
                calls.stream()
                    .filter(begun -> begun.isAfter(moment.minus(surely)) && begun.isBefore(moment))
                    .count())
        .max()
        .orElse(0);
  }

  /** The first call fetches a token and opens a connection: it would count as slow. */
  private static void askedByHand(ProcessEngine engine) {
    start(engine, "faultless.zheng");
    ManagementService management = engine.getManagementService();
    management.executeJob(management.createJobQuery().singleResult().getId());
  }

  private static void start(ProcessEngine engine, String userId) {
    engine.getRuntimeService().startProcessInstanceByKey("ours", Map.of("userId", userId));
  }

  private static List<Instant> askedAbout(FeishuSimulator feishu, String userId) {
    return feishu.remedyRequests().stream()
        .filter(request -> request.body().contains(userId))
        .map(RecordedRequest::receivedAt)
        .sorted()
        .toList();
  }

  private static long waiting(ProcessEngine engine, String process) {
    return engine.getTaskService().createTaskQuery().processDefinitionKey(process).count();
  }

  private static void deploy(ProcessEngine engine) {
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance("ours.bpmn", EngineOverSimulator.asking("ours"))
        .addModelInstance(
            "others.bpmn",
            Bpmn.createExecutableProcess("others")
                .startEvent()
                .serviceTask("other")
                .camundaExpression("${true}")
                .camundaAsyncBefore()
                .userTask()
                .done())
        .deploy();
  }

  private static ProcessEngine engine(FeishuSimulator feishu, boolean runsJobs) {
    var configuration = EngineOverSimulator.configuration(feishu);
    EngineOverSimulator.threads(configuration.getJobExecutor(), THREADS);
    configuration.setJobExecutorActivate(runsJobs);
    return configuration.buildProcessEngine();
  }
}
