package io.remedyflow.testing.process;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs that some tests need and that not every machine has. Without them the tests are skipped,
 * and say so. A build server (CI=true) must have them: a skipped test would go unnoticed there.
 */
public final class Installed {

  /** Where Debian keeps servers; not on the PATH of every user. */
  private static final String SERVERS = "/usr/sbin";

  private Installed() {}

  /**
   * The first of these programs that this machine has.
   *
   * @param what its name for people
   * @param untested what is not tested without it
   * @param names of the program's file, the best first
   */
  public static Path program(String what, String untested, String... names) {
    return find(names).orElseGet(() -> missing(what + " is not installed: " + untested));
  }

  private static Optional<Path> find(String... names) {
    String[] folders =
        (System.getenv().getOrDefault("PATH", "") + File.pathSeparator + SERVERS)
            .split(File.pathSeparator);
    return Stream.of(names)
        .flatMap(name -> Stream.of(name, name + ".exe", name + ".cmd"))
        .flatMap(name -> Stream.of(folders).map(folder -> Path.of(folder, name)))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  private static Path missing(String message) {
    if ("true".equals(System.getenv("CI"))) {
      return fail(message);
    }
    System.out.println("SKIPPED: " + message);
    return Assumptions.abort(message);
  }
}
