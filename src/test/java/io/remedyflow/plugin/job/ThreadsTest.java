package io.remedyflow.plugin.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.DaemonThreads;
import io.remedyflow.plugin.RemedyflowPlugin;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.EngineOverSimulator;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.junit.jupiter.api.Test;

/** The threads of the plugin, and what they hold of others. */
class ThreadsTest {

  private static final InheritableThreadLocal<String> CALLERS = new InheritableThreadLocal<>();

  private final Set<Thread> before = Set.copyOf(Thread.getAllStackTraces().keySet());

  @Test
  @Provokes(FaultRow.E24)
  void no_thread_holds_the_class_loader_of_the_application_that_woke_it() throws Exception {
    try (var feishu = FeishuSimulator.start();
        var application = new URLClassLoader("application", new URL[0], loader())) {
      ProcessEngineConfigurationImpl configuration =
          EngineOverSimulator.configuration(
              feishu, "remedyflow.connections.default.requests-per-second=1\n");
      ((RemedyflowPlugin) configuration.getProcessEnginePlugins().get(0)).setCheckOnStartup(true);
      AtomicReference<ProcessEngine> engine = new AtomicReference<>();
      Thread caller =
          new Thread(
              () -> {
                engine.set(configuration.buildProcessEngine());
                startSome(engine.get());
              });
      caller.setContextClassLoader(application);
      caller.start();
      caller.join();

      try {
        assertThat(ours()).extracting(Thread::getName).hasSizeGreaterThanOrEqualTo(3);
        assertThat(ours())
            .allSatisfy(
                thread ->
                    assertThat(thread.getContextClassLoader())
                        .as(thread.getName())
                        .isSameAs(DaemonThreads.class.getClassLoader()));
      } finally {
        engine.get().close();
      }
      await().untilAsserted(() -> assertThat(ours()).isEmpty());
    }
  }

  @Test
  @Provokes(FaultRow.E24)
  void a_thread_keeps_nothing_of_an_application_that_is_unloaded() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    WeakReference<ClassLoader> application = startFromAnApplication(end);
    try {
      await()
          .untilAsserted(
              () -> {
                System.gc();
                assertThat(application.get()).isNull();
              });
    } finally {
      end.countDown();
    }
  }

  @Test
  void a_thread_inherits_no_thread_locals() throws Exception {
    AtomicReference<String> seen = new AtomicReference<>();
    CALLERS.set("the caller's");
    try {
      Thread thread = new DaemonThreads("remedyflow-test").newThread(() -> seen.set(CALLERS.get()));
      thread.start();
      thread.join();

      assertThat(seen.get()).isNull();
      assertThat(thread.isDaemon()).isTrue();
    } finally {
      CALLERS.remove();
    }
  }

  /** A thread that runs on, started by a class of a class loader that is released afterwards. */
  private static WeakReference<ClassLoader> startFromAnApplication(CountDownLatch end)
      throws Exception {
    ClassLoader application = new OwnCopies(loader());
    @SuppressWarnings("unchecked")
    var starter =
        (Consumer<CountDownLatch>)
            application.loadClass(Starter.class.getName()).getDeclaredConstructor().newInstance();
    assertThat(starter.getClass().getClassLoader()).isSameAs(application);
    starter.accept(end);
    return new WeakReference<>(application);
  }

  /** Runs as code of an application does. */
  public static final class Starter implements Consumer<CountDownLatch> {

    /** For reflection. */
    public Starter() {}

    @Override
    public void accept(CountDownLatch end) {
      Thread thread = new DaemonThreads("remedyflow-test").newThread(new Waits(end));
      thread.start();
    }
  }

  /** Is the test's, not the application's. */
  public record Waits(CountDownLatch end) implements Runnable {

    @Override
    public void run() {
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Has a copy of its own of the starter, as a web application has of its classes. */
  private static final class OwnCopies extends ClassLoader {

    OwnCopies(ClassLoader parent) {
      super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals(Starter.class.getName())) {
        return super.loadClass(name, resolve);
      }
      try (InputStream file = loader().getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = file.readAllBytes();
        return defineClass(
            name,
            bytes,
            0,
            bytes.length,
            new java.security.ProtectionDomain(null, null, this, null));
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  private static void startSome(ProcessEngine engine) {
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance("p.bpmn", EngineOverSimulator.calling("p"))
        .deploy();
    for (int n = 0; n < 4; n++) {
      engine.getRuntimeService().startProcessInstanceByKey("p", Map.of("userId", "late.li"));
    }
    String job = engine.getManagementService().createJobQuery().list().get(0).getId();
    engine.getManagementService().executeJob(job);
  }

  /** Those of this test: other tests of this JVM may have running applications. */
  private List<Thread> ours() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .filter(thread -> thread.getName().startsWith("remedyflow-"))
        .filter(thread -> !thread.getName().equals("remedyflow-test"))
        .toList();
  }

  private static ClassLoader loader() {
    return ThreadsTest.class.getClassLoader();
  }
}
