package io.remedyflow.designer;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.camunda.FeishuTask;
import io.remedyflow.camunda.contract.TaskContract;
import io.remedyflow.camunda.tasks.FeishuTasks;
import io.remedyflow.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xmlunit.builder.DiffBuilder;

/** What the gallery promises to those who copy from it: one model in two languages, real tasks. */
class GalleryModelsTest {
  private static final Path ENGLISH = Path.of("bpmn", "gallery");
  private static final Path CHINESE = Path.of("bpmn", "zh-CN", "gallery");
  private static final Path SAMPLE = Path.of("bpmn", "remedy-approval.bpmn");

  private static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
  private static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";
  private static final Pattern HAN = Pattern.compile("\\p{IsHan}");
  private static final Set<String> TEXTS = Set.of("documentation", "text");

  static List<Path> models() throws IOException {
    try (var english = Files.list(ENGLISH);
        var chinese = Files.list(CHINESE)) {
      return Stream.concat(english, chinese).sorted().toList();
    }
  }

  static List<String> names() throws IOException {
    return names(ENGLISH);
  }

  @Test
  void both_languages_have_the_same_models() throws IOException {
    assertThat(names(CHINESE)).isEqualTo(names(ENGLISH)).hasSize(10);
  }

  @ParameterizedTest
  @MethodSource("names")
  void both_languages_differ_in_nothing_but_words(String name) throws Exception {
    var english = parsed(ENGLISH.resolve(name));
    var chinese = parsed(CHINESE.resolve(name));

    assertThat(wordsTakenFrom(english)).noneMatch(GalleryModelsTest::isChinese);
    assertThat(wordsTakenFrom(chinese)).allMatch(GalleryModelsTest::isChinese);
    assertThat(
            DiffBuilder.compare(english)
                .withTest(chinese)
                .ignoreWhitespace()
                .build()
                .getDifferences())
        .isEmpty();
  }

  /** That the sample's task is what the Modeler writes, another test says. */
  @ParameterizedTest
  @MethodSource("models")
  void every_task_is_as_the_template_writes_it(Path model) throws Exception {
    for (var task : remedyTasks(parsed(model))) {
      assertThat(task.getAttributeNS(CAMUNDA, "modelerTemplateVersion"))
          .isEqualTo(Template.EN.newest().version());
      assertThat(
              DiffBuilder.compare(withoutValues(remedyTasks(parsed(SAMPLE)).get(0)))
                  .withTest(withoutValues(task))
                  .ignoreWhitespace()
                  .build()
                  .getDifferences())
          .isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void every_task_of_the_catalogue_has_its_template_and_the_fields_of_its_contract(Path model)
      throws Exception {
    for (Element task : elements(parsed(model), "serviceTask")) {
      String runs = task.getAttributeNS(CAMUNDA, "delegateExpression");
      for (FeishuTask<?, ?> ours : FeishuTasks.ALL) {
        if (runs.equals("${" + ours.beanName() + "}")) {
          TaskContract contract = ours.contract();
          assertThat(task.getAttributeNS(CAMUNDA, "modelerTemplate"))
              .isEqualTo(contract.template().id());
          assertThat(task.getAttributeNS(CAMUNDA, "modelerTemplateVersion"))
              .isEqualTo(String.valueOf(contract.template().version()));
          assertThat(elements(task.getElementsByTagNameNS(CAMUNDA, "inputParameter")))
              .extracting(input -> input.getAttribute("name"))
              .containsExactlyInAnyOrderElementsOf(contract.inputNames());
          assertThat(elements(task.getElementsByTagNameNS(CAMUNDA, "outputParameter")))
              .extracting(Element::getTextContent)
              .containsExactlyInAnyOrderElementsOf(
                  contract.results().all().stream()
                      .map(output -> "${" + output.name() + "}")
                      .toList());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void every_shape_stands_on_whole_pixels_and_every_flow_runs_straight(Path model)
      throws Exception {
    for (var edge : elements(parsed(model), "BPMNEdge")) {
      if (edge.getAttribute("bpmnElement").startsWith("Flow_")) {
        var points = elements(edge.getElementsByTagNameNS("*", "waypoint"));
        for (int next = 1; next < points.size(); next++) {
          var from = points.get(next - 1);
          var to = points.get(next);
          assertThat(
                  from.getAttribute("x").equals(to.getAttribute("x"))
                      || from.getAttribute("y").equals(to.getAttribute("y")))
              .as(edge.getAttribute("bpmnElement"))
              .isTrue();
        }
      }
    }
    assertThat(elements(parsed(model), "Bounds"))
        .isNotEmpty()
        .allSatisfy(bounds -> assertThat(bounds.getAttribute("x")).matches("\\d+"));
  }

  @Test
  void a_designer_who_opens_and_saves_a_model_changes_nothing() throws IOException {
    assertThat(DesignerTools.nodeWithChromium("save-again.mjs", models().toArray())).isEmpty();
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** The words of people, which are gone from the document afterwards. */
  private static List<String> wordsTakenFrom(Document model) {
    List<String> words = new ArrayList<>();
    for (var element : elements(model.getElementsByTagNameNS(BPMN, "*"))) {
      if (element.hasAttribute("name")) {
        words.add(element.getAttribute("name"));
        element.setAttribute("name", "");
      }
      if (TEXTS.contains(element.getLocalName())) {
        words.add(element.getTextContent());
        element.setTextContent("");
      }
    }
    assertThat(words).isNotEmpty();
    return words;
  }

  private static boolean isChinese(String words) {
    return HAN.matcher(words).find();
  }

  private static List<Element> remedyTasks(Document model) {
    return elements(model, "serviceTask").stream()
        .filter(
            task ->
                task.getAttributeNS(CAMUNDA, "delegateExpression")
                    .equals("${fetchAllowedRemedies}"))
        .toList();
  }

  /** Without what belongs to its place in the diagram, and without what a designer fills in. */
  private static Node withoutValues(Element task) {
    task.removeAttribute("id");
    task.removeAttribute("name");
    task.removeAttributeNS(CAMUNDA, "modelerTemplateVersion");
    for (var own : List.of("incoming", "outgoing", "documentation")) {
      elements(task.getElementsByTagNameNS(BPMN, own)).forEach(task::removeChild);
    }
    elements(task.getElementsByTagNameNS(CAMUNDA, "inputParameter"))
        .forEach(input -> input.setTextContent(""));
    elements(task.getElementsByTagNameNS(CAMUNDA, "property"))
        .forEach(property -> property.setAttribute("value", ""));
    return task;
  }

  private static List<Element> elements(Document model, String name) {
    return elements(model.getElementsByTagNameNS("*", name));
  }

  private static List<Element> elements(NodeList nodes) {
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  private static Document parsed(Path file) throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory.newDocumentBuilder().parse(file.toFile());
  }
}
