package io.remedyflow.bench;

import com.sun.management.OperatingSystemMXBean;
import com.zaxxer.hikari.HikariDataSource;
import io.remedyflow.testing.EngineOverSimulator;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.management.Metrics;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.IntermediateThrowEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** The commands of a node, each with a reply of one line. */
final class NodeCommands {

  private final Allocation allocation;
  private final ProcessEngine engine;
  private final JobExecutor jobExecutor;
  private final Probe probe;
  private final ThreadPoolTaskExecutor threads;
  private final HikariDataSource connections;
  private final Sampler sampler;

  NodeCommands(ApplicationContext application, Allocation allocation) {
    this.allocation = allocation;
    engine = application.getBean(ProcessEngine.class);
    jobExecutor =
        ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration()).getJobExecutor();
    probe = application.getBean(Probe.class);
    threads = application.getBean("camundaTaskExecutor", ThreadPoolTaskExecutor.class);
    connections = (HikariDataSource) application.getBean(DataSource.class);
    sampler = new Sampler(threads, connections.getHikariPoolMXBean());
  }

  String obey(String[] words) {
    try {
      return switch (words[0]) {
        case "deploy" -> deploy(Contender.valueOf(words[1]), Boolean.parseBoolean(words[2]));
        case "bystanders" -> bystanders(Integer.parseInt(words[1]));
        case "start" -> start(words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3]));
        case "jobs" -> jobs(words[1].equals("on"));
        case "usage" -> usage();
        case "probe" -> probe(words[1].equals("on"));
        case "sample" -> sample(words[1].equals("on"));
        default -> throw new IllegalArgumentException("what is " + words[0] + "?");
      };
    } catch (Exception e) {
      e.printStackTrace();
      return "failed: " + e;
    }
  }

  /** The process of this contender, its job exclusive or not, and the unrelated one. */
  private String deploy(Contender contender, boolean exclusive) {
    engine
        .getRepositoryService()
        .createDeployment()
        .name(Contender.PROCESS)
        .enableDuplicateFiltering(true)
        .addModelInstance("bench.bpmn", withNextStep(contender.model(exclusive)))
        .addModelInstance(
            "unrelated.bpmn",
            Contender.process(Probe.PROCESS)
                .startEvent()
                .serviceTask()
                .camundaAsyncBefore()
                .camundaDelegateExpression("${probe}")
                .endEvent()
                .done())
        .deploy();
    return "deployed";
  }

  /** The step behind the task takes as long as this node is configured with. */
  private BpmnModelInstance withNextStep(BpmnModelInstance model) {
    model
        .getModelElementsByType(IntermediateThrowEvent.class)
        .forEach(
            step ->
                step.builder().camundaExecutionListenerDelegateExpression("start", "${nextStep}"));
    return model;
  }

  private String bystanders(int instances) {
    Bystanders.start(engine, instances);
    return "there";
  }

  /** So many instances by so many threads; when the first began, when the last was there. */
  private String start(String prefix, int instances, int threads) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    AtomicInteger failed = new AtomicInteger();
    long began = System.currentTimeMillis();
    List<Thread> starters =
        IntStream.range(0, threads)
            .mapToObj(number -> new Thread(() -> start(prefix, instances, next, failed)))
            .toList();
    starters.forEach(Thread::start);
    for (Thread starter : starters) {
      starter.join();
    }
    return began + " " + System.currentTimeMillis() + " " + failed;
  }

  private void start(String prefix, int instances, AtomicInteger next, AtomicInteger failed) {
    for (int number = next.getAndIncrement(); number < instances; number = next.getAndIncrement()) {
      try {
        engine
            .getRuntimeService()
            .createProcessInstanceByKey(Contender.PROCESS)
            .setVariable("userId", prefix + number)
            .execute();
      } catch (RuntimeException e) {
        e.printStackTrace();
        failed.incrementAndGet();
      }
    }
  }

  private String jobs(boolean on) {
    if (on) {
      jobExecutor.start();
    } else {
      jobExecutor.shutdown();
    }
    return Long.toString(System.currentTimeMillis());
  }

  /**
   * Nanoseconds of CPU, those of the compilers among them, bytes allocated and runs of jobs, since
   * the process began.
   */
  private String usage() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        + " "
        + Compilers.cpuNanos()
        + " "
        + allocation.bytes()
        + " "
        + (EngineOverSimulator.counted(engine, Metrics.JOB_SUCCESSFUL)
            + EngineOverSimulator.counted(engine, Metrics.JOB_FAILED));
  }

  private String probe(boolean on) throws InterruptedException {
    if (on) {
      probe.start(engine.getRuntimeService());
      return "";
    }
    return probe.stop().line();
  }

  private String sample(boolean on) throws InterruptedException {
    if (on) {
      sampler.start();
      return "";
    }
    return sampler.stop().line();
  }

  /** What the starter made of its defaults. */
  String settings() {
    return "threads %d to %d, queue %d, jobs per acquisition %d, lock %d ms, wait %d to %d ms, Hikari %d, history %s"
        .formatted(
            threads.getCorePoolSize(),
            threads.getMaxPoolSize(),
            threads.getQueueCapacity(),
            jobExecutor.getMaxJobsPerAcquisition(),
            jobExecutor.getLockTimeInMillis(),
            jobExecutor.getWaitTimeInMillis(),
            jobExecutor.getMaxWait(),
            connections.getMaximumPoolSize(),
            ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration()).getHistory());
  }
}
