package io.remedyflow.faults;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;

/** The page of faults lists what the tests provoke, no more and no less. */
class FaultsPageTest {

  private static final Path PAGE = Path.of("src/docs/operators/faults.md");
  private static final String BEGIN = "<!-- rows:begin, written by FaultsPageTest -->\n";
  private static final String END = "<!-- rows:end -->\n";
  private static final Map<Character, String> SECTIONS =
      Map.of(
          'N', "Network",
          'J', "The shape of answers",
          'T', "Access tokens",
          'L', "Rate limits",
          'W', "Writes",
          'E', "The engine",
          'I', "Inputs",
          'C', "Codes",
          'S', "Security");

  @Test
  void every_row_is_provoked_or_argued_and_never_both() {
    Map<FaultRow, List<JavaMethod>> provoked = provoked();

    for (FaultRow row : FaultRow.values()) {
      assertThat(provoked.containsKey(row))
          .as("%s (%s) is provoked by a test, or argued, not both", row, row.fault())
          .isNotEqualTo(row.argument().isPresent());
    }
  }

  @Test
  void what_provokes_a_fault_is_a_test_that_runs() {
    assertThat(provoked().values().stream().flatMap(List::stream))
        .allMatch(
            test ->
                test.isAnnotatedWith(Test.class)
                    || test.isAnnotatedWith(ParameterizedTest.class)
                    || test.isAnnotatedWith(TestFactory.class))
        .noneMatch(test -> test.isAnnotatedWith(Disabled.class))
        .noneMatch(test -> test.getOwner().isAnnotatedWith(Disabled.class));
  }

  @Test
  void the_page_holds_the_rows() throws IOException {
    String text = Files.readString(PAGE);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    assertThat(text).as("the markers in %s", PAGE).contains(BEGIN, END);

    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, text.substring(0, begin) + rows() + text.substring(end));
    } else {
      assertThat(text.substring(begin, end))
          .as(
              "the rows in %s; to write them anew: mvn test -Dtest=FaultsPageTest -Ddocs.write=true",
              PAGE)
          .isEqualTo(rows());
    }
  }

  private static String rows() {
    Map<FaultRow, List<JavaMethod>> provoked = provoked();
    long argued =
        Arrays.stream(FaultRow.values()).filter(row -> row.argument().isPresent()).count();
    StringBuilder text =
        new StringBuilder(
            "%d rows: %d provoked, %d not, and the row says why.%n"
                .formatted(FaultRow.values().length, FaultRow.values().length - argued, argued));
    char section = ' ';
    for (FaultRow row : FaultRow.values()) {
      if (row.name().charAt(0) != section) {
        section = row.name().charAt(0);
        text.append("\n## %s\n\n".formatted(SECTIONS.get(section)))
            .append("| Row | Fault | What happens | Shown by |\n| --- | --- | --- | --- |\n");
      }
      text.append(
          "| %s | %s | %s | %s |\n"
              .formatted(
                  row,
                  row.fault(),
                  row.argument().isPresent() ? "-" : row.outcome(),
                  row.argument().orElseGet(() -> shownBy(provoked.getOrDefault(row, List.of())))));
    }
    return text.toString();
  }

  private static String shownBy(List<JavaMethod> tests) {
    return tests.stream()
        .collect(groupingBy(test -> test.getOwner().getSimpleName()))
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            entry ->
                "`%s`: %s"
                    .formatted(
                        entry.getKey(),
                        entry.getValue().stream()
                            .map(test -> test.getName().replace('_', ' '))
                            .sorted()
                            .collect(joining("; "))))
        .collect(joining("<br>"));
  }

  private static Map<FaultRow, List<JavaMethod>> provoked() {
    JavaClasses classes = new ClassFileImporter().importPackages("io.remedyflow");
    Map<FaultRow, List<JavaMethod>> provoked = new EnumMap<>(FaultRow.class);
    classes.stream()
        .flatMap(type -> type.getMethods().stream())
        .filter(method -> method.isAnnotatedWith(Provokes.class))
        .forEach(
            method ->
                Arrays.stream(method.reflect().getAnnotation(Provokes.class).value())
                    .forEach(
                        row ->
                            provoked.computeIfAbsent(row, any -> new ArrayList<>()).add(method)));
    return provoked;
  }
}
