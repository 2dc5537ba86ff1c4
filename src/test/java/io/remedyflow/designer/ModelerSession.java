package io.remedyflow.designer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.remedyflow.template.Template;
import io.remedyflow.template.TemplateFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A designer at the Modeler, with mouse and keyboard: what they do, in order; {@link #save()} plays
 * it in Chromium. Elements are known by their IDs or names, fields by their names in the contract.
 */
final class ModelerSession {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path PICTURES = Path.of("target", "pictures");

  private final TemplateFile template;
  private final Map<String, Object> setup = new HashMap<>();
  private final List<Map<String, Object>> steps = new ArrayList<>();

  private ModelerSession(Template language, List<TemplateFile> templates) {
    this.template = templates.get(0);
    setup.put("templates", templates.stream().map(TemplateFile::toString).toList());
    setup.put("language", language.language());
    setup.put("plugins", true);
    setup.put("pictures", PICTURES.toString());
  }

  /** The Modeler as the designer kit leaves it, with a new diagram. */
  static ModelerSession withTheKit(Template language) {
    return new ModelerSession(language, List.of(language.newest()));
  }

  /** The same with the templates of all tasks. */
  static ModelerSession withTheWholeKit(Template language) {
    return new ModelerSession(language, language.all());
  }

  /** The kit's plugins, and these files of templates; the designer reads the first. */
  static ModelerSession withTemplates(Template language, List<TemplateFile> files) {
    return new ModelerSession(language, files);
  }

  /** The Modeler with the template only, as it is installed by hand. */
  ModelerSession withoutPlugins() {
    setup.put("plugins", false);
    return this;
  }

  ModelerSession open(Path diagram) {
    setup.put("diagram", diagram.toString());
    return this;
  }

  ModelerSession createTask(String search, boolean drag) {
    return step(
        "create",
        Map.of("search", search, "entry", template.title(), "at", List.of(500, 300), "drag", drag));
  }

  ModelerSession appendTask(String to, String search) {
    return step("append", Map.of("to", to, "search", search, "entry", template.title()));
  }

  /** By the menu behind the element's three dots. */
  ModelerSession append(String to, String entry, String named) {
    return step("append", Map.of("to", to, "search", entry, "entry", entry, "named", named));
  }

  /** What the element's context pad offers without a menu: a gateway, an end event, a task. */
  ModelerSession appendPlain(String to, String what, String named) {
    return step("appendPlain", Map.of("to", to, "what", what, "named", named));
  }

  ModelerSession replaceByTask(String element) {
    return step(
        "replace",
        Map.of("element", element, "search", template.title(), "entry", template.title()));
  }

  /** The way without the plugins. */
  ModelerSession selectTemplate(String element) {
    return step("selectTemplate", Map.of("element", element, "template", template.title()));
  }

  ModelerSession selectNothing() {
    return step("selectNothing", Map.of());
  }

  ModelerSession select(String element) {
    return step("select", Map.of("element", element));
  }

  ModelerSession fill(String field, String text) {
    return step("fill", Map.of("field", template.label(field), "text", text));
  }

  ModelerSession choose(String field, String value) {
    return step(
        "choose", Map.of("field", template.label(field), "option", template.choice(field, value)));
  }

  ModelerSession condition(String flow, String expression) {
    return step("condition", Map.of("flow", flow, "text", expression));
  }

  ModelerSession makeDefault(String flow) {
    return step("makeDefault", Map.of("flow", flow));
  }

  ModelerSession rename(String element, String name) {
    return step("rename", Map.of("element", element, "named", name));
  }

  ModelerSession copyAndPaste(String element) {
    return step("copyAndPaste", Map.of("element", element, "at", List.of(500, 500)));
  }

  ModelerSession upgrade(String element) {
    return step("upgrade", Map.of("element", element));
  }

  ModelerSession press(String key) {
    return step("press", Map.of("key", key));
  }

  /** Takes a picture of the result of the last step, or of the menu that it opened. */
  ModelerSession photograph(String picture) {
    steps.get(steps.size() - 1).put("picture", picture);
    return this;
  }

  /** A picture of what is on the screen now. */
  ModelerSession photographNow(String picture) {
    return step("picture", Map.of("picture", picture));
  }

  ModelerSession askComplaint(String field) {
    return step("complaint", Map.of("field", template.label(field)));
  }

  ModelerSession askFocusedField() {
    return step("focused", Map.of());
  }

  ModelerSession askTemplateState() {
    return step("templateState", Map.of());
  }

  ModelerSession askGroups() {
    return step("groups", Map.of());
  }

  ModelerSession askElements() {
    return step("elements", Map.of());
  }

  /** What a menu of an element offers for a search. */
  ModelerSession askEntries(String menu, String of, String search) {
    return step("entries", Map.of("menu", menu, "of", of, "search", search));
  }

  ModelerSession askWhetherItShowsTheIcon(String element) {
    return step("icon", Map.of("element", element));
  }

  private ModelerSession step(String verb, Map<String, Object> details) {
    Map<String, Object> step = new HashMap<>(details);
    step.put("do", verb);
    steps.add(step);
    return this;
  }

  /** Plays it all, and saves the diagram. */
  Saved save() {
    try {
      JsonNode outcome =
          JSON.readTree(
              DesignerTools.nodeWithChromium(
                  "design.mjs", JSON.writeValueAsString(setup), JSON.writeValueAsString(steps)));
      return new Saved(
          outcome.path("xml").asText(),
          JSON.convertValue(
              outcome.path("heard"),
              JSON.getTypeFactory().constructCollectionType(List.class, Object.class)),
          JSON.convertValue(
              outcome.path("faults"),
              JSON.getTypeFactory().constructCollectionType(List.class, String.class)),
          outcome.path("clicks").asInt(),
          outcome.path("keys").asInt());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What the Modeler saved, and what the designer saw on the way.
   *
   * @param heard the answers to the queries, in order
   * @param faults what the Modeler says of the templates
   */
  record Saved(String xml, List<Object> heard, List<String> faults, int clicks, int keys) {

    Object answer() {
      if (heard.size() != 1) {
        throw new AssertionError("not one query, but " + heard.size());
      }
      return heard.get(0);
    }

    /** The answers, where each is a list. */
    List<List<String>> lists() {
      return heard.stream()
          .map(answer -> ((List<?>) answer).stream().map(String::valueOf).toList())
          .toList();
    }
  }
}
