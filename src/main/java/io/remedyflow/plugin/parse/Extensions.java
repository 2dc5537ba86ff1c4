package io.remedyflow.plugin.parse;

import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.jspecify.annotations.Nullable;

/** Reads Camunda's extensions of an element in a model. */
final class Extensions {

  private Extensions() {}

  /** The extension elements of that name. */
  static Stream<Element> of(Element element, String name) {
    return Stream.ofNullable(element.element("extensionElements"))
        .flatMap(extensions -> children(extensions, name));
  }

  /** The extension elements of that name inside of {@code parent}. */
  static Stream<Element> children(Element parent, String name) {
    return parent.elementsNS(BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS, name).stream();
  }

  /** The input or output parameters. */
  static Stream<Element> parameters(Element element, String kind) {
    return of(element, "inputOutput").flatMap(mapping -> children(mapping, kind));
  }

  /** The names of the variables that an element's output parameters write. */
  static List<String> outputs(Element element) {
    return names(element, "outputParameter");
  }

  /** The names of the variables that are local to an element because of its input parameters. */
  static List<String> inputs(Element element) {
    return names(element, "inputParameter");
  }

  private static List<String> names(Element element, String kind) {
    return parameters(element, kind)
        .flatMap(parameter -> Stream.ofNullable(parameter.attribute("name")))
        .toList();
  }

  /** An attribute of Camunda's; null if absent. */
  static @Nullable String attribute(Element element, String name) {
    return element.attributeNS(BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS, name);
  }
}
