package io.remedyflow.feishu;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that holds only the secret, as Docker and Kubernetes secrets do. White space around the
 * secret is ignored.
 *
 * @param path where the file is
 */
public record SecretFile(Path path) implements SecretSource {

  /** Far above the size of any secret: a larger file is another file. */
  private static final int BYTES_AT_MOST = 4_096;

  @Override
  public AppSecret read() {
    String text = new String(content(), StandardCharsets.UTF_8).strip();
    if (text.isEmpty()) {
      throw complaint("is blank");
    }
    if (text.length() > BYTES_AT_MOST || text.chars().anyMatch(SecretFile::isNoPartOfASecret)) {
      throw complaint("holds more than a secret");
    }
    return AppSecret.of(text);
  }

  private byte[] content() {
    try (InputStream file = Files.newInputStream(path)) {
      return file.readNBytes(BYTES_AT_MOST + 1);
    } catch (IOException e) {
      throw complaint("cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static boolean isNoPartOfASecret(int character) {
    return Character.isWhitespace(character) || Character.isISOControl(character);
  }

  private IllegalArgumentException complaint(String what) {
    return new IllegalArgumentException("the file " + path + " " + what);
  }
}
