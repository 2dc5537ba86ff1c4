package io.remedyflow.designer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a person sees of the models: diagrams without lint, and pictures of them in the documents.
 */
class ModelsTest {
  private static final Path MODELS = Path.of("bpmn");
  private static final Path PICTURES = Path.of("src", "docs", "pictures");
  private static final Path DRAWN = Path.of("target", "pictures");

  static List<String> galleryModels() throws IOException {
    try (var files = Files.list(MODELS.resolve("gallery"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".bpmn"))
          .map(name -> name.replace(".bpmn", ""))
          .sorted()
          .toList();
    }
  }

  @Test
  void every_diagram_is_free_of_lint_and_of_words_camunda_does_not_know() throws IOException {
    try (var files = Files.walk(MODELS)) {
      var diagrams = files.filter(file -> file.toString().endsWith(".bpmn")).toArray();

      assertThat(diagrams).isNotEmpty();
      assertThat(DesignerTools.node("lint.mjs", diagrams)).isEmpty();
    }
  }

  /**
   * Fonts differ between machines, so the pictures are not compared: a person copies a new one from
   * target.
   */
  @ParameterizedTest
  @CsvSource({
    "render-bpmn.mjs, remedy-approval.bpmn,       remedy-approval.png",
    "render-bpmn.mjs, zh-CN/remedy-approval.bpmn, remedy-approval-zh-CN.png",
    "render-dmn.mjs,  remedy-decision.dmn,        remedy-decision.png",
    "render-dmn.mjs,  zh-CN/remedy-decision.dmn,  remedy-decision-zh-CN.png"
  })
  void every_model_can_be_drawn_and_its_picture_is_in_the_documents(
      String script, String model, String picture) throws IOException {
    draw(script, MODELS.resolve(model), picture);
  }

  @ParameterizedTest
  @MethodSource("galleryModels")
  void every_model_of_the_gallery_is_drawn_in_both_languages(String model) throws IOException {
    var file = model + ".bpmn";

    draw("render-bpmn.mjs", MODELS.resolve("gallery").resolve(file), "gallery/" + model + ".png");
    draw(
        "render-bpmn.mjs",
        MODELS.resolve("zh-CN/gallery").resolve(file),
        "gallery/" + model + "-zh-CN.png");
  }

  private static void draw(String script, Path model, String picture) throws IOException {
    var drawn = DRAWN.resolve(picture);
    Files.createDirectories(drawn.getParent());

    DesignerTools.nodeWithChromium(script, model, drawn);

    assertThat(drawn).isNotEmptyFile();
    assertThat(PICTURES.resolve(picture)).as("copy it from %s", drawn).isNotEmptyFile();
  }
}
