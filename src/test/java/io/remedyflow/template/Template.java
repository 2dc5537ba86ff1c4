package io.remedyflow.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The element template in one language. */
public enum Template {
  EN("en"),
  ZH_CN("zh-CN");

  public static final String ID = "io.remedyflow.fetch-allowed-remedies";

  private static final Path FOLDER = Path.of("element-templates");

  private final String language;

  Template(String language) {
    this.language = language;
  }

  public String language() {
    return language;
  }

  /** What designers install. */
  public TemplateFile newest() {
    return new TemplateFile(FOLDER.resolve(language).resolve("fetch-allowed-remedies.json"));
  }

  /** The versions before it, oldest first. */
  public List<TemplateFile> older() {
    try (Stream<Path> files = Files.list(FOLDER.resolve(language).resolve("versioned"))) {
      return files.sorted().map(TemplateFile::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
