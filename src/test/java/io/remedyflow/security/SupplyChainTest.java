package io.remedyflow.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What the jar is made of and brings along. */
class SupplyChainTest {

  @Provokes(FaultRow.S9)
  @Test
  void the_bill_of_materials_lists_what_the_jar_brings_and_nothing_else() throws Exception {
    File file = new File("target/bom.json");
    Assumptions.assumeTrue(
        "true".equals(System.getenv("CI"))
            || file.lastModified() > new File("pom.xml").lastModified(),
        "Maven writes no bill of materials while it is offline.");
    JsonNode bill = new ObjectMapper().readTree(file);

    assertThat(bill.at("/bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(bill.at("/metadata/component/name").asText()).isEqualTo("remedyflow-camunda7");
    Element consumer = parse("src/it/bare-consumer/pom.xml");
    List<String> brought =
        texts(consumer, "include").filter(each -> !each.startsWith("io.remedyflow:")).toList();
    assertThat(brought).contains("org.apache.httpcomponents.client5:httpclient5");
    assertThat(names(bill))
        .allMatch(name -> brought.stream().anyMatch(pattern -> name.matches(regex(pattern))));
    assertThat(brought)
        .allMatch(pattern -> names(bill).stream().anyMatch(name -> name.matches(regex(pattern))));
    assertThat(components(bill))
        .allMatch(component -> component.path("purl").asText().startsWith("pkg:maven/"))
        .allMatch(component -> component.path("hashes").size() > 0);
  }

  @Provokes(FaultRow.S9)
  @Test
  void versions_are_pinned_converge_and_are_released() throws Exception {
    Element pom = parse("pom.xml");

    assertThat(children(pom, "rules"))
        .contains(
            "dependencyConvergence",
            "requireReleaseDeps",
            "requirePluginVersions",
            "banDuplicateClasses");
    assertThat(pom.getElementsByTagName("repository").getLength()).isZero();
    assertThat(pom.getElementsByTagName("pluginRepository").getLength()).isZero();
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("<project.build.outputTimestamp>")
        .doesNotContainPattern("LATEST|RELEASE");
  }

  /** Two builds take too long for a test: this one only checks that the pipeline makes them. */
  @Provokes(FaultRow.S9)
  @Test
  void continuous_integration_builds_twice_and_compares_the_bytes() throws IOException {
    assertThat(Files.readString(Path.of(".ci/run"))).contains(".ci/build-twice");
    assertThat(Files.readString(Path.of(".ci/build-twice"))).contains("cmp ", "bom.json");
    assertThat(Files.isExecutable(Path.of(".ci/build-twice"))).isTrue();
  }

  private static List<String> names(JsonNode bill) {
    return components(bill)
        .map(part -> part.path("group").asText() + ":" + part.path("name").asText())
        .toList();
  }

  private static String regex(String pattern) {
    return pattern.replace(".", "\\.").replace("*", ".*");
  }

  private static Element parse(String file) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new File(file))
        .getDocumentElement();
  }

  private static Stream<String> texts(Element xml, String name) {
    var nodes = xml.getElementsByTagName(name);
    return IntStream.range(0, nodes.getLength()).mapToObj(n -> nodes.item(n).getTextContent());
  }

  private static Stream<JsonNode> components(JsonNode bill) {
    return StreamSupport.stream(bill.path("components").spliterator(), false);
  }

  private static List<String> children(Element pom, String name) {
    var nodes = pom.getElementsByTagName(name).item(0).getChildNodes();
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .map(Node::getNodeName)
        .toList();
  }
}
