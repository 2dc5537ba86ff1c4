package io.remedyflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.camunda.tasks.FeishuTasks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Both READMEs say how to begin. */
class ReadmeTest {

  static final List<Path> READMES = List.of(Markdown.ENGLISH, Markdown.CHINESE);

  @ParameterizedTest
  @FieldSource("READMES")
  void the_commands_to_try_and_to_build_are_there(Path readme) throws IOException {
    assertThat(Markdown.read(readme).text()).contains("mvn -Pdemo", "mvn verify");
  }

  @ParameterizedTest
  @FieldSource("READMES")
  void every_task_is_listed(Path readme) throws IOException {
    assertThat(Markdown.read(readme).text())
        .contains(
            FeishuTasks.ALL.stream().map(task -> "| `${" + task.beanName() + "}` |").toList());
  }
}
