package io.remedyflow.template;

import static java.util.stream.Collectors.joining;

import io.remedyflow.camunda.contract.TaskContract;
import io.remedyflow.camunda.contract.TaskOutput;
import io.remedyflow.remedy.Language;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the contract's page has of one task: tables between marks. Authors may move the marks, and
 * write headings and text around them.
 */
final class ContractSection {

  private final TaskContract contract;
  private final Language language;

  ContractSection(TaskContract contract, Language language) {
    this.contract = contract;
    this.language = language;
  }

  /** The page with the task's tables; a page without any of them gets a section at its end. */
  String in(String page) {
    Map<Marks, String> tables = tables();
    if (tables.keySet().stream().noneMatch(marks -> page.contains(marks.begin()))) {
      return page + section(tables);
    }
    String changed = page;
    for (Map.Entry<Marks, String> table : tables.entrySet()) {
      changed = table.getKey().replace(changed, table.getValue());
    }
    return changed;
  }

  private String section(Map<Marks, String> tables) {
    return tables.entrySet().stream()
        .map(table -> "\n" + table.getKey().around(table.getValue()))
        .collect(joining("", "\n## " + contract.template().name().in(language) + "\n", ""));
  }

  private Map<Marks, String> tables() {
    ContractTables tables = new ContractTables(contract, language);
    Map<Marks, String> all = new LinkedHashMap<>();
    all.put(marks("task"), tables.task());
    all.put(marks("inputs"), tables.inputs());
    all.put(marks("outputs"), tables.outputs());
    for (TaskOutput output : contract.results().all()) {
      if (!output.elements().isEmpty()) {
        all.put(marks(output.name()), tables.elements(output));
      }
    }
    all.put(marks("statuses"), tables.statuses());
    all.put(marks("faults"), tables.faults());
    all.replaceAll((marks, table) -> "\n" + table + "\n");
    return all;
  }

  private Marks marks(String what) {
    return Marks.inPage(what + " of " + contract.beanName());
  }
}
