package io.remedyflow.crash;

import io.remedyflow.testing.process.ChildJvm;
import io.remedyflow.testing.process.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An engine in a small JVM of its own, which can be killed as an operating system kills. */
final class NodeJvm {

  private static final List<String> OPTIONS =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Xshare:auto",
          "-Xmx160m",
          "-Dlogback.configurationFile=crash/node-logback.xml");

  private NodeJvm() {}

  /** Starts a process; {@link ChildProcess#awaitReady()} waits until it works. */
  static ChildProcess start(Class<?> main, Map<String, String> environment, String... arguments) {
    try {
      Path log = Files.createTempFile("remedyflow-node", ".log");
      log.toFile().deleteOnExit();
      return ChildJvm.start(main, OPTIONS, environment, log, List.of(arguments));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
