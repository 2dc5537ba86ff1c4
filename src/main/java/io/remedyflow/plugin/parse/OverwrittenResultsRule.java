package io.remedyflow.plugin.parse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns, when a model is deployed, of tasks that may run at the same time and write the same
 * variables: the later answer overwrites the earlier one, and the path of the earlier answer
 * continues with the later one.
 *
 * <p>An output goes to the nearest element around the task that has an input parameter of the same
 * name, else to the process. An element with its own variables overwrites no others.
 */
final class OverwrittenResultsRule implements ModelRule {

  private static final Logger LOG = LoggerFactory.getLogger(OverwrittenResultsRule.class);

  /** A task, and the elements around it, the process first. */
  private record Place(Element task, List<Element> around) {

    String id() {
      return task.attribute("id");
    }

    /** The element at that depth that holds the task, or the task itself. */
    Element at(int depth) {
      return depth < around.size() ? around.get(depth) : task;
    }

    /** The depth of the element that owns the variable of that output. */
    int owner(String output) {
      for (int depth = around.size() - 1; depth > 0; depth--) {
        if (Extensions.inputs(around.get(depth)).contains(output)) {
          return depth;
        }
      }
      return 0;
    }
  }

  @Override
  public void apply(ParsedProcess process) {
    if (process.tasks().isEmpty() || !process.isNew()) {
      return;
    }
    List<Element> tasks = process.tasks().stream().map(ParsedTask::element).toList();
    List<Place> places = new ArrayList<>();
    find(process.element(), List.of(), tasks, places);
    Map<Element, ParallelPaths> paths = new LinkedHashMap<>();
    warnOfRepeated(places, paths, process);
    warnOfParallel(places, paths, process);
  }

  private static void find(
      Element element, List<Element> around, List<Element> tasks, List<Place> found) {
    if (tasks.contains(element)) {
      found.add(new Place(element, around));
      return;
    }
    List<Element> within = new ArrayList<>(around);
    within.add(element);
    element.elements().forEach(inner -> find(inner, within, tasks, found));
  }

  private static void warnOfRepeated(
      List<Place> places, Map<Element, ParallelPaths> paths, ParsedProcess process) {
    for (Place place : places) {
      Set<String> outputs = new TreeSet<>(Extensions.outputs(place.task()));
      outputs.removeIf(output -> !isRepeated(place, place.owner(output), paths));
      if (!outputs.isEmpty()) {
        LOG.warn(
            "Task '{}' of process '{}' (deployment {}) may run several times at once, and each run overwrites the variables of the others: {}. Put the task into a subprocess, the multi-instance one if there is one, with an empty input parameter for each of them.",
            place.id(),
            process.key(),
            process.deploymentId(),
            String.join(", ", outputs));
      }
    }
  }

  /** Whether the task may run several times at once inside the owner of the variable. */
  private static boolean isRepeated(Place place, int owner, Map<Element, ParallelPaths> paths) {
    for (int depth = owner; depth < place.around().size(); depth++) {
      Element inner = place.at(depth + 1);
      if (isParallelMultiInstance(inner) || meet(place.at(depth), inner, inner, paths)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isParallelMultiInstance(Element element) {
    return element.elements("multiInstanceLoopCharacteristics").stream()
        .anyMatch(loop -> !"true".equals(loop.attribute("isSequential")));
  }

  private static boolean meet(
      Element scope, Element one, Element other, Map<Element, ParallelPaths> paths) {
    return paths
        .computeIfAbsent(scope, ParallelPaths::new)
        .meet(one.attribute("id", ""), other.attribute("id", ""));
  }

  private static void warnOfParallel(
      List<Place> places, Map<Element, ParallelPaths> paths, ParsedProcess process) {
    List<Set<String>> groups = new ArrayList<>();
    List<Set<String>> variables = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      for (int j = i + 1; j < places.size(); j++) {
        Set<String> shared = shared(places.get(i), places.get(j), paths);
        if (!shared.isEmpty()) {
          group(places.get(i).id(), places.get(j).id(), shared, groups, variables);
        }
      }
    }
    for (int i = 0; i < groups.size(); i++) {
      LOG.warn(
          "Tasks {} of process '{}' (deployment {}) may run at the same time and write the same variables: {}. The later answer overwrites the earlier one. Name the output parameters differently in each task, or put each task into a subprocess with an empty input parameter for each variable.",
          String.join(", ", groups.get(i)),
          process.key(),
          process.deploymentId(),
          String.join(", ", variables.get(i)));
    }
  }

  /** Groups tasks that may run at the same time as the same other task, for one log line. */
  private static void group(
      String one,
      String other,
      Set<String> shared,
      List<Set<String>> groups,
      List<Set<String>> variables) {
    for (int i = 0; i < groups.size(); i++) {
      if (groups.get(i).contains(one) || groups.get(i).contains(other)) {
        groups.get(i).addAll(List.of(one, other));
        variables.get(i).addAll(shared);
        return;
      }
    }
    groups.add(new LinkedHashSet<>(List.of(one, other)));
    variables.add(new TreeSet<>(shared));
  }

  /** The variables that both tasks write, on two paths of the process. */
  private static Set<String> shared(Place one, Place other, Map<Element, ParallelPaths> paths) {
    int common = 0;
    while (one.at(common + 1) == other.at(common + 1)) {
      common++;
    }
    Set<String> shared = new TreeSet<>();
    if (meet(one.at(common), one.at(common + 1), other.at(common + 1), paths)) {
      shared.addAll(Extensions.outputs(one.task()));
      shared.retainAll(Extensions.outputs(other.task()));
      int deepest = common;
      shared.removeIf(output -> one.owner(output) > deepest || other.owner(output) > deepest);
    }
    return shared;
  }
}
