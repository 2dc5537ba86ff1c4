package io.remedyflow.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFileTest {

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"s3cr3t", "s3cr3t\n", "\r\n \ts3cr3t \r\n"})
  void white_space_around_the_secret_does_no_harm(String content) throws IOException {
    assertThat(new SecretFile(file(content)).read()).isEqualTo(AppSecret.of("s3cr3t"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\t"})
  void a_blank_file_is_no_secret(String content) throws IOException {
    assertComplaint(file(content), "is blank");
  }

  @ParameterizedTest
  @ValueSource(strings = {"app-secret: hunter2", "hunter2\nhunter3", "hunter2\u0000"})
  void a_file_that_holds_more_is_the_wrong_file(String content) throws IOException {
    assertComplaint(file(content), "holds more than a secret");
  }

  @Test
  void a_file_that_is_far_too_long_is_not_read_to_its_end() throws IOException {
    assertComplaint(file("x".repeat(1_000_000)), "holds more than a secret");
  }

  @Test
  void what_is_no_file_cannot_be_read() {
    assertComplaint(directory, "cannot be read (IOException)");
    assertComplaint(directory.resolve("nowhere"), "cannot be read (NoSuchFileException)");
  }

  private static void assertComplaint(Path file, String complaint) {
    assertThatThrownBy(new SecretFile(file)::read)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the file %s %s", file, complaint)
        .hasMessageNotContaining("hunter2");
  }

  private Path file(String content) throws IOException {
    return Files.writeString(directory.resolve("app-secret"), content);
  }
}
