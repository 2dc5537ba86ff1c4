package io.remedyflow.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How much CPU this JVM's own compilers used: what a process pays once, however many instances come
 * after it. Known on Linux alone, and only while compilers never end (see {@link #KEPT}).
 */
final class Compilers {

  /** For the JVM: threads that end take what they used with them. */
  static final String KEPT = "-XX:-UseDynamicNumberOfCompilerThreads";

  private static final Path THREADS = Path.of("/proc/self/task");
  private static final long NANOS_PER_TICK = TimeUnit.SECONDS.toNanos(1) / 100;

  private Compilers() {}

  /** In nanoseconds since the process began, to the hundredth of a second; 0 where unknown. */
  static long cpuNanos() {
    if (!Files.isDirectory(THREADS)) {
      return 0;
    }
    try (Stream<Path> threads = Files.list(THREADS)) {
      return threads.mapToLong(Compilers::ticks).sum() * NANOS_PER_TICK;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long ticks(Path thread) {
    String stat;
    try {
      stat = Files.readString(thread.resolve("stat"));
    } catch (IOException e) {
      return 0; // it ended meanwhile, and so was no compiler
    }
    int name = stat.indexOf('(') + 1;
    if (!stat.startsWith("C1 Comp", name) && !stat.startsWith("C2 Comp", name)) {
      return 0;
    }
    // proc_pid_stat(5): utime and stime are the 14th and the 15th, the name is the second.
    List<String> afterName = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    return Long.parseLong(afterName.get(11)) + Long.parseLong(afterName.get(12));
  }
}
