package io.remedyflow.template;

import io.remedyflow.camunda.contract.TaskContract;
import io.remedyflow.camunda.tasks.FeishuTasks;
import io.remedyflow.camunda.tasks.FetchAllowedRemedies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The element templates in one language. */
public enum Template {
  EN("en"),
  ZH_CN("zh-CN");

  /** The id of the template of {@code ${fetchAllowedRemedies}}. */
  public static final String ID = FetchAllowedRemedies.TASK.contract().template().id();

  private static final Path FOLDER = Path.of("element-templates");

  private final String language;

  Template(String language) {
    this.language = language;
  }

  public String language() {
    return language;
  }

  /** What designers install for {@code ${fetchAllowedRemedies}}. */
  public TemplateFile newest() {
    return of(FetchAllowedRemedies.TASK.contract());
  }

  /** What designers install for a task. */
  public TemplateFile of(TaskContract contract) {
    return new TemplateFile(FOLDER.resolve(language).resolve(fileName(contract)));
  }

  /** What designers install: a template for each task of the catalogue. */
  public List<TemplateFile> all() {
    return FeishuTasks.ALL.stream().map(task -> of(task.contract())).toList();
  }

  /** The versions of {@code ${fetchAllowedRemedies}} before it, oldest first. */
  public List<TemplateFile> older() {
    return older(FetchAllowedRemedies.TASK.contract());
  }

  /** The versions before the newest one of a task, oldest first. */
  public List<TemplateFile> older(TaskContract contract) {
    try (Stream<Path> files = Files.list(FOLDER.resolve(language).resolve("versioned"))) {
      return files
          .sorted()
          .map(TemplateFile::new)
          .filter(file -> file.id().equals(contract.template().id()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name of a template's file in every folder. */
  public static String fileName(TaskContract contract) {
    return contract.template().id().replaceFirst("^io\\.remedyflow\\.", "") + ".json";
  }
}
