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
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.jobexecutor.DefaultJobExecutor;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.Test;

class SlowCallsTest {

  private static final int THREADS = 4;

  private final AtomicLong now = new AtomicLong();
  private final SlowCalls calls = new SlowCalls(() -> THREADS, now::get);

  @Test
  void calls_that_are_quick_may_have_every_thread() {
    Running running = new Running(3 * THREADS);
    now.addAndGet(SlowCalls.SLOW.toNanos() - 1);

    assertThat(calls.areTooMany()).isFalse();

    running.end();
  }

  @Test
  void half_of_the_threads_are_left_to_others_by_those_that_are_slow() {
    Running one = new Running(1);
    now.addAndGet(SlowCalls.SLOW.toNanos());
    assertThat(calls.areTooMany()).isFalse();

    Running another = new Running(1);
    now.addAndGet(SlowCalls.SLOW.toNanos());
    assertThat(calls.areTooMany()).isTrue();

    another.end();
    assertThat(calls.areTooMany()).isFalse();
    Running justBegun = new Running(1);
    assertThat(calls.areTooMany()).as("it will hardly be quicker than the last").isTrue();
    now.addAndGet(SlowCalls.REMEMBERED.toNanos());
    one.end();
    justBegun.end();
  }

  @Test
  void once_feishu_is_quick_again_they_may_have_every_thread() {
    Running slow = new Running(1);
    now.addAndGet(SlowCalls.SLOW.toNanos());
    slow.end();
    now.addAndGet(SlowCalls.REMEMBERED.toNanos());
    Running quick = new Running(THREADS);

    assertThat(calls.areTooMany()).isFalse();

    quick.end();
  }

  @Test
  void a_call_that_fails_is_over() {
    IntStream.range(0, THREADS)
        .forEach(
            n ->
                assertThat(
                        CompletableFuture.runAsync(
                            () ->
                                calls.during(
                                    () -> {
                                      throw new IllegalStateException();
                                    })))
                    .failsWithin(Duration.ofSeconds(5)));
    assertThat(calls.areTooMany()).isFalse();
  }

  @Test
  @Provokes(FaultRow.E14)
  void while_feishu_is_slow_others_get_on_and_no_call_is_lost() {
    try (FeishuSimulator feishu =
        FeishuSimulator.with().latency(Duration.ofMillis(2_500)).start()) {
      ProcessEngine engine = engine(feishu);
      try {
        deploy(engine);
        for (int n = 0; n < 3 * THREADS; n++) {
          engine.getRuntimeService().startProcessInstanceByKey("ours");
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> feishu.remedyRequests().size() > 0);
        await()
            .pollDelay(SlowCalls.SLOW.plusMillis(500))
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
        assertThat(engine.getRuntimeService().createIncidentQuery().count()).isZero();
        assertThat(engine.getHistoryService().createHistoricJobLogQuery().failureLog().count())
            .isZero();
      } finally {
        engine.close();
      }
    }
  }

  private static long waiting(ProcessEngine engine, String process) {
    return engine.getTaskService().createTaskQuery().processDefinitionKey(process).count();
  }

  private static void deploy(ProcessEngine engine) {
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance(
            "ours.bpmn",
            Bpmn.createExecutableProcess("ours")
                .startEvent()
                .serviceTask("fetch")
                .camundaDelegateExpression("${fetchAllowedRemedies}")
                .camundaInputParameter("userId", "late.li")
                .camundaInputParameter("remedyDate", "2024-01-05")
                .camundaAsyncBefore()
                .userTask()
                .done())
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

  private static ProcessEngine engine(FeishuSimulator feishu) {
    var configuration = new StandaloneInMemProcessEngineConfiguration();
    configuration.setProcessEngineName("slow-" + UUID.randomUUID());
    configuration.setJdbcUrl("jdbc:h2:mem:" + UUID.randomUUID());
    configuration.setEnforceHistoryTimeToLive(false);
    DefaultJobExecutor executor = new DefaultJobExecutor();
    executor.setCorePoolSize(THREADS);
    executor.setMaxPoolSize(THREADS);
    configuration.setJobExecutor(executor);
    configuration.setJobExecutorActivate(true);
    RemedyflowPlugin plugin = new RemedyflowPlugin();
    plugin.setConfiguration(
        """
        remedyflow.connections.default.app-id=%s
        remedyflow.connections.default.app-secret=%s
        remedyflow.connections.default.base-url=%s
        """
            .formatted(feishu.appId(), feishu.appSecret(), feishu.baseUrl()));
    configuration.getProcessEnginePlugins().add(plugin);
    return configuration.buildProcessEngine();
  }

  /** Calls that are under way until they are told to end. */
  private final class Running {

    private final CountDownLatch over = new CountDownLatch(1);
    private final CompletableFuture<?>[] all;

    Running(int count) {
      CountDownLatch begun = new CountDownLatch(count);
      all = new CompletableFuture<?>[count];
      for (int n = 0; n < count; n++) {
        all[n] =
            CompletableFuture.runAsync(
                () ->
                    calls.during(
                        () -> {
                          begun.countDown();
                          await(over);
                        }),
                work -> new Thread(work).start());
      }
      await(begun);
    }

    private static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    void end() {
      over.countDown();
      CompletableFuture.allOf(all).join();
    }
  }
}
