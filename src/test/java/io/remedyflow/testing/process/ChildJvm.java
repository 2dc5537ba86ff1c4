package io.remedyflow.testing.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts a class of this class path in a JVM of its own. */
public final class ChildJvm {

  private ChildJvm() {}

  /**
   * Starts a main class.
   *
   * @param main the class
   * @param options of the JVM
   * @param environment what its environment has beyond this one
   * @param log where to write what it says
   * @param arguments of the class
   */
  public static ChildProcess start(
      Class<?> main,
      List<String> options,
      Map<String, String> environment,
      Path log,
      List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(program("java").toString()));
    command.addAll(options);
    command.add(main.getName());
    command.addAll(arguments);
    Map<String, String> all = new HashMap<>(environment);
    // In the environment, since it is longer than a command may be on some systems.
    all.put(
        "CLASSPATH",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    return ChildProcess.start(command, all, log);
  }

  /** A program of this JDK. */
  public static Path program(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name);
  }
}
