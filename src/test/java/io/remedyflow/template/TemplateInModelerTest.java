package io.remedyflow.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.designer.DesignerTools;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xmlunit.builder.DiffBuilder;

/**
 * The element template in the real Modeler, against the task that the sample process already has.
 */
class TemplateInModelerTest {
  private static final Path MODEL = Path.of("bpmn", "remedy-approval.bpmn");
  private static final String TYPED =
      """
      {"employeeType": "${execution.getVariable('employeeType')}", "userId": "${userId}", "remedyDate": "${remedyDate}",
       "onRejection": "continue", "onFailure": "continue", "io.remedyflow.retryCycle": "PT3S,PT10S"}""";

  @ParameterizedTest
  @EnumSource
  void the_sample_task_is_what_the_modeler_writes(Template language) throws Exception {
    var drawn = DesignerTools.nodeWithChromium("apply-template.mjs", language.newest(), TYPED);

    var difference =
        DiffBuilder.compare(serviceTask(Files.readString(MODEL)))
            .withTest(serviceTask(drawn))
            .ignoreWhitespace()
            .build();
    assertThat(difference.getDifferences()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void the_modeler_recognises_the_sample_task(Template language) {
    var panel =
        DesignerTools.nodeWithChromium(
            "show-template.mjs", language.newest(), MODEL, "Task_FetchAllowedRemedies");

    assertThat(panel).isEqualTo("Applied");
  }

  /**
   * The only service task, without what belongs to its place in the diagram and not to the
   * template.
   */
  private static Element serviceTask(String xml)
      throws ParserConfigurationException, IOException, SAXException {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    var document = factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    var task = (Element) document.getElementsByTagNameNS("*", "serviceTask").item(0);
    task.removeAttribute("id");
    task.removeAttribute("name");
    for (var flow : List.of("incoming", "outgoing")) {
      var flows = task.getElementsByTagNameNS("*", flow);
      while (flows.getLength() > 0) {
        task.removeChild(flows.item(0));
      }
    }
    return task;
  }
}
