package io.remedyflow.bench;

import io.remedyflow.testing.process.ChildJvm;
import io.remedyflow.testing.process.ChildProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** An engine in a process of its own. */
final class Node implements AutoCloseable {

  /**
   * How an engine is set.
   *
   * @param name its name in tables
   * @param exclusive whether jobs are, as is the engine's default
   * @param properties Spring's
   */
  record Profile(String name, boolean exclusive, List<String> properties) {

    /** As Camunda's starter comes. */
    static final Profile DEFAULTS = new Profile("starter's defaults", true, List.of());

    static final Profile TUNED =
        new Profile(
            "tuned",
            false,
            List.of(
                "--camunda.bpm.job-execution.core-pool-size=32",
                "--camunda.bpm.job-execution.max-pool-size=32",
                "--camunda.bpm.job-execution.queue-capacity=32",
                "--camunda.bpm.job-execution.max-jobs-per-acquisition=32",
                "--spring.datasource.hikari.maximum-pool-size=48"));

    /** The same, without an effective rate limit and without a shared one. */
    Profile unlimited() {
      return limitedTo(100_000).with("--remedyflow.cluster.shared-rate-limit=off");
    }

    Profile limitedTo(int perSecond) {
      return with("--remedyflow.connections.default.requests-per-second=" + perSecond);
    }

    /** The same, where the process's next step takes so long. */
    Profile withNextStep(Duration time) {
      return with("--bench.next-step=" + time.toMillis());
    }

    /** The same, where jobs of a dead node are free after 20 s, not the engine's five minutes. */
    Profile withShortLocks() {
      return with("--camunda.bpm.job-execution.lock-time-in-millis=20000");
    }

    /** The same under another name, with more properties. */
    Profile named(String name, String... more) {
      return new Profile(name, exclusive, with(more).properties);
    }

    /** The same, where jobs of one instance run side by side. */
    Profile notExclusive() {
      return new Profile(name + ", not exclusive", false, properties);
    }

    private Profile with(String... more) {
      List<String> all = new ArrayList<>(properties);
      all.addAll(Arrays.asList(more));
      return new Profile(name, exclusive, all);
    }
  }

  /**
   * What a process used since it began.
   *
   * @param cpuNanos nanoseconds of CPU
   * @param compilingNanos those that Java's compilers had of them
   * @param bytes allocated
   * @param jobs runs of jobs, failed ones included
   */
  record Usage(long cpuNanos, long compilingNanos, long bytes, long jobs) {

    long nanosWithoutCompilers() {
      return cpuNanos - compilingNanos;
    }

    Usage since(Usage earlier) {
      return new Usage(
          cpuNanos - earlier.cpuNanos,
          compilingNanos - earlier.compilingNanos,
          bytes - earlier.bytes,
          jobs - earlier.jobs);
    }
  }

  /** When the first instance was requested and the last one was there, in milliseconds. */
  record Started(long first, long last) {}

  private static final String NOT_OURS =
      "io.remedyflow.autoconfigure.RemedyflowAutoConfiguration,"
          + "io.remedyflow.autoconfigure.RemedyflowEngineAutoConfiguration,"
          + "io.remedyflow.autoconfigure.RemedyflowActuatorAutoConfiguration,"
          + "io.remedyflow.autoconfigure.RemedyflowMetricsAutoConfiguration,"
          + "io.remedyflow.autoconfigure.RemedyflowShutdownAutoConfiguration";

  private final ChildProcess process;
  private final String settings;

  private Node(ChildProcess process) {
    this.process = process;
    settings = process.reply();
  }

  static Node start(
      String name, String jdbcUrl, Feishu feishu, Contender contender, Profile profile) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--spring.datasource.url=" + jdbcUrl,
                "--spring.datasource.username=postgres",
                "--bench.feishu=" + feishu.baseUrl(),
                // Into a file, as in production: a reader in this process would be measured as
                // well.
                "--logging.file.name=" + Bench.log(name + "-app"),
                "--logging.threshold.console=WARN"));
    if (contender.isOurs()) {
      arguments.add("--remedyflow.connections.default.app-id=cli_bench");
      arguments.add("--remedyflow.connections.default.app-secret=secret");
      arguments.add("--remedyflow.connections.default.base-url=" + feishu.baseUrl());
    } else {
      arguments.add("--spring.autoconfigure.exclude=" + NOT_OURS);
    }
    arguments.addAll(profile.properties());
    Node node =
        new Node(
            ChildJvm.start(
                NodeMain.class,
                List.of("-Xmx512m", Compilers.KEPT),
                Map.of(),
                Bench.log(name),
                arguments));
    node.request("deploy %s %s".formatted(contender, profile.exclusive()));
    return node;
  }

  /** The job executor's settings as the started engine has them. */
  String settings() {
    return settings;
  }

  /** So many instances of another process from now on, which wait until all is over. */
  void bystanders(int instances) {
    request("bystanders " + instances);
  }

  /** Creates instances as fast as threads can, for employees whose ids begin so. */
  Started startInstances(String prefix, int instances, int threads) {
    beginToStart(prefix, instances, threads);
    return awaitStarted();
  }

  void beginToStart(String prefix, int instances, int threads) {
    process.say("start %s %d %d".formatted(prefix, instances, threads));
  }

  Started awaitStarted() {
    String[] words = checked(process.reply()).split(" ", -1);
    if (!words[2].equals("0")) {
      throw new IllegalStateException(words[2] + " instances did not start");
    }
    return new Started(Long.parseLong(words[0]), Long.parseLong(words[1]));
  }

  /** Lets the job executor work or rest; when that was, in milliseconds. */
  long jobs(boolean on) {
    return Long.parseLong(request("jobs " + (on ? "on" : "off")));
  }

  Usage usage() {
    String[] words = request("usage").split(" ", -1);
    return new Usage(
        Long.parseLong(words[0]),
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]));
  }

  /** One unrelated instance each quarter of a second from now on. */
  void probe() {
    request("probe on");
  }

  /** How late the unrelated jobs were. */
  Delays probed() {
    return Delays.parse(request("probe off"));
  }

  /** Looks at what is taken of the node, from now on. */
  void sample() {
    request("sample on");
  }

  /** What was taken of it since. */
  Occupancy sampled() {
    return Occupancy.parse(request("sample off"));
  }

  private String request(String command) {
    return checked(process.request(command));
  }

  private static String checked(String reply) {
    if (reply.startsWith("failed")) {
      throw new IllegalStateException("the node " + reply);
    }
    return reply;
  }

  void kill() {
    process.kill();
  }

  void terminate() {
    process.terminate();
    process.awaitEnd();
  }

  @Override
  public void close() {
    process.close();
  }
}
