package io.remedyflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.SimulatedConnection;
import io.remedyflow.testing.TestEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;

/**
 * An engine with the real plugin and a simulator behind it, for the models of the gallery. Jobs
 * wait until a test runs them, unless it starts the job executor.
 */
final class GalleryEngine implements AutoCloseable {

  static final Path GALLERY = Path.of("bpmn", "gallery");

  /** Noon in Shanghai. */
  static final Instant TODAY = Instant.parse("2026-11-20T04:00:00Z");

  static final Duration LATENCY = Duration.ofMillis(150);

  private final FeishuSimulator feishu;
  private final ProcessEngine engine;

  GalleryEngine() {
    this(Duration.ZERO);
  }

  private GalleryEngine(Duration latency) {
    Clock moving = Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), TODAY));
    feishu = FeishuSimulator.with().clock(moving).unlimited().latency(latency).start();
    var configuration =
        TestEngine.inMemory(
            "gallery",
            TestEngine.plugin(
                SimulatedConnection.to(feishu)
                    + """
                    remedyflow.connections.default.call-deadline=PT2S
                    remedyflow.connections.default.requests-per-second=1000
                    """));
    configuration.setDmnEnabled(true);
    configuration.setEnforceHistoryTimeToLive(true);
    // A job that needs new ids takes a second connection while it holds its own.
    configuration.setJdbcMaxActiveConnections(50);
    configuration.setHistory(ProcessEngineConfiguration.HISTORY_FULL);
    engine = configuration.buildProcessEngine();
  }

  /** With a slow Feishu, which shows whether calls run at the same time. */
  static GalleryEngine withLatency() {
    return new GalleryEngine(LATENCY);
  }

  ProcessEngine engine() {
    return engine;
  }

  FeishuSimulator feishu() {
    return feishu;
  }

  /** All of a folder in one deployment, as a project would. */
  void deployAll(Path folder) {
    var deployment = engine.getRepositoryService().createDeployment();
    for (Path model : models(folder)) {
      deployment.addString(model.getFileName().toString(), text(model));
    }
    deployment.deploy();
  }

  void deploy(String name, String xml) {
    engine.getRepositoryService().createDeployment().addString(name + ".bpmn", xml).deploy();
  }

  static List<Path> models(Path folder) {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".bpmn")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String model(String name) {
    return text(GALLERY.resolve(name + ".bpmn"));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String start(String process, Map<String, Object> variables) {
    return engine.getRuntimeService().startProcessInstanceByKey(process, variables).getId();
  }

  /** Starts it, and runs every job that can run. */
  String run(String process, Map<String, Object> variables) {
    String instance = start(process, variables);
    runJobs();
    return instance;
  }

  void runJobs() {
    for (List<Job> jobs = jobs(); !jobs.isEmpty(); jobs = jobs()) {
      run(jobs.get(0));
    }
  }

  void run(Job job) {
    engine.getManagementService().executeJob(job.getId());
  }

  /** Those that can run now, in the order of their creation. */
  List<Job> jobs() {
    List<Job> jobs =
        new ArrayList<>(
            engine.getManagementService().createJobQuery().withRetriesLeft().active().list());
    jobs.removeIf(
        job -> job.getDuedate() != null && job.getDuedate().toInstant().isAfter(Instant.now()));
    return jobs;
  }

  void complete(String instance, String task, Map<String, Object> variables) {
    Task waiting = task(instance);
    assertThat(waiting.getTaskDefinitionKey()).isEqualTo(task);
    engine.getTaskService().complete(waiting.getId(), variables);
  }

  Task task(String instance) {
    return engine.getTaskService().createTaskQuery().processInstanceId(instance).singleResult();
  }

  /** The first of the groups that may do the only task of a person. */
  String candidates(String instance) {
    return engine
        .getTaskService()
        .getIdentityLinksForTask(task(instance).getId())
        .get(0)
        .getGroupId();
  }

  Object variable(String instance, String name) {
    return engine.getRuntimeService().getVariable(instance, name);
  }

  /** The end event by which the instance ended, outside of its subprocesses. */
  String end(String instance) {
    assertThat(
            engine
                .getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceId(instance)
                .count())
        .as("instances that are still running")
        .isZero();
    List<String> ends =
        engine
            .getHistoryService()
            .createHistoricActivityInstanceQuery()
            .processInstanceId(instance)
            .activityType("noneEndEvent")
            .list()
            .stream()
            .filter(end -> end.getParentActivityInstanceId().equals(instance))
            .map(HistoricActivityInstance::getActivityId)
            .toList();
    assertThat(ends).hasSize(1);
    return ends.get(0);
  }

  void forgetModels() {
    TestEngine.forgetModels(engine);
  }

  void reset() {
    feishu.clearFaults();
    feishu.clearRequests();
    feishu.clearRemedies();
    engine.getRuntimeService().createProcessInstanceQuery().rootProcessInstances().list().stream()
        .map(instance -> instance.getId())
        .forEach(id -> engine.getRuntimeService().deleteProcessInstance(id, "next test"));
  }

  @Override
  public void close() {
    engine.close();
    feishu.close();
  }
}
