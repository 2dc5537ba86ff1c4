package io.remedyflow.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.springframework.boot.SpringBootVersion;

/** Writes findings down as soon as they are there: JSON for each scenario, one page for all. */
final class Report implements AutoCloseable {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path directory;
  private final Map<String, String> circumstances = circumstances();
  private final StringBuilder page = new StringBuilder("# Benchmark\n\n");

  Report(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    circumstances.forEach((name, value) -> page.append("- %s: %s\n".formatted(name, value)));
    page.append('\n');
  }

  void add(String scenario, Findings findings) throws IOException {
    System.out.println("\n" + findings.markdown());
    page.append(findings.markdown());
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("scenario", scenario);
    all.put("circumstances", circumstances);
    all.put("findings", findings);
    JSON.writeValue(directory.resolve(scenario + ".json").toFile(), all);
    Files.writeString(directory.resolve("report.md"), page);
  }

  private static Map<String, String> circumstances() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("date", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
    all.put(
        "machine",
        "%d cores, %s, %s %s"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                processor(),
                System.getProperty("os.name"),
                System.getProperty("os.version")));
    all.put("load before the run", loadAverage());
    all.put("Java", Runtime.version() + ", " + System.getProperty("java.vm.name"));
    all.put("Camunda", ProcessEngine.class.getPackage().getImplementationVersion());
    all.put("Spring Boot", SpringBootVersion.getVersion());
    return all;
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.replaceFirst(".*: ", ""))
          .findFirst()
          .orElse("?");
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  private static String loadAverage() {
    return "%.1f"
        .formatted(
            java.lang.management.ManagementFactory.getOperatingSystemMXBean()
                .getSystemLoadAverage());
  }

  @Override
  public void close() {
    System.out.println("written to " + directory);
  }
}
