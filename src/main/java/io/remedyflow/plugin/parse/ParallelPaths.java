package io.remedyflow.plugin.parse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.util.xml.Element;

/**
 * Finds which elements of a process, or of one subprocess, may have tokens at the same time. If
 * that depends on conditions, they may.
 *
 * <p>Paths split at a gateway that is neither exclusive nor event-based, at any other element with
 * several outgoing flows, and at a non-interrupting event. After the gateway that joins two paths
 * they are one path again.
 */
final class ParallelPaths {

  private static final Set<String> EXCLUSIVE = Set.of("exclusiveGateway", "eventBasedGateway");
  private static final Set<String> JOINING = Set.of("parallelGateway", "inclusiveGateway");
  private static final Set<String> SUBPROCESSES = Set.of("subProcess", "transaction");

  private final Map<String, Element> nodes = new LinkedHashMap<>();
  private final Map<String, List<String>> next = new HashMap<>();
  private final Map<String, Integer> incoming = new HashMap<>();
  private final List<Fork> forks = new ArrayList<>();
  private final List<Branches> branches;
  private final Set<String> besideAll = new HashSet<>();

  /** Two elements that each get a token when a token comes to the split. */
  private record Fork(String one, String other, String exceptForOne) {}

  /** The elements that each of the two tokens may come to before they are joined. */
  private record Branches(Set<String> one, Set<String> other) {

    boolean hold(String here, String there) {
      return one.contains(here) && other.contains(there);
    }
  }

  /**
   * Reads a process or subprocess.
   *
   * @param scope its element
   */
  ParallelPaths(Element scope) {
    scope.elements().stream()
        .filter(element -> element.attribute("id") != null)
        .filter(element -> !element.getTagName().equals("sequenceFlow"))
        .forEach(element -> nodes.put(element.attribute("id"), element));
    List<Element> flows = scope.elements("sequenceFlow");
    flows.forEach(flow -> connect(flow.attribute("sourceRef"), flow.attribute("targetRef")));
    flows.forEach(flow -> incoming.merge(flow.attribute("targetRef"), 1, Integer::sum));
    connectLinks();
    nodes.forEach((id, node) -> fork(id, node, flows));
    branches = forks.stream().map(this::untilJoined).toList();
  }

  /**
   * Whether there may be tokens at two elements, or two tokens at one element, at the same time.
   */
  boolean meet(String one, String other) {
    return (!one.equals(other) && (besideAll.contains(one) || besideAll.contains(other)))
        || branches.stream().anyMatch(fork -> fork.hold(one, other) || fork.hold(other, one));
  }

  /** Whether there may be two tokens at the same time anywhere in this scope. */
  boolean part() {
    return !forks.isEmpty() || !besideAll.isEmpty();
  }

  private Branches untilJoined(Fork fork) {
    Set<String> joins = reachable(fork.one(), fork.exceptForOne(), Set.of());
    joins.retainAll(reachable(fork.other(), "", Set.of()));
    joins.removeIf(id -> !isJoin(id));
    return new Branches(
        reachable(fork.one(), fork.exceptForOne(), joins), reachable(fork.other(), "", joins));
  }

  private boolean isJoin(String id) {
    return nodes.containsKey(id)
        && JOINING.contains(nodes.get(id).getTagName())
        && incoming.getOrDefault(id, 0) > 1;
  }

  private Set<String> reachable(String start, String except, Collection<String> ends) {
    Set<String> seen = new HashSet<>(Set.of(start));
    Deque<String> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      String id = open.pop();
      if (!ends.contains(id)) {
        next.getOrDefault(id, List.of()).stream()
            .filter(then -> !then.equals(except))
            .filter(seen::add)
            .forEach(open::push);
      }
    }
    return seen;
  }

  private void connect(String from, String to) {
    next.computeIfAbsent(from, any -> new ArrayList<>()).add(to);
  }

  private void connectLinks() {
    for (Element thrown : nodes.values()) {
      for (Element caught : nodes.values()) {
        if (thrown.getTagName().equals("intermediateThrowEvent")
            && caught.getTagName().equals("intermediateCatchEvent")
            && links(thrown).anyMatch(link -> links(caught).anyMatch(link::equals))) {
          connect(thrown.attribute("id"), caught.attribute("id"));
        }
      }
    }
  }

  private static Stream<String> links(Element event) {
    return event.elements("linkEventDefinition").stream()
        .flatMap(link -> Stream.ofNullable(link.attribute("name")));
  }

  private void fork(String id, Element node, List<Element> flows) {
    if (node.getTagName().equals("boundaryEvent")) {
      String host = node.attribute("attachedToRef");
      connect(host, id);
      if ("false".equals(node.attribute("cancelActivity"))) {
        forks.add(new Fork(host, id, id));
      }
    } else if (SUBPROCESSES.contains(node.getTagName())
        && "true".equals(node.attribute("triggeredByEvent"))) {
      if (node.elements("startEvent").stream()
          .anyMatch(start -> "false".equals(start.attribute("isInterrupting")))) {
        besideAll.add(id);
      }
    } else if (!EXCLUSIVE.contains(node.getTagName())) {
      // The default flow is taken only if no other flow is.
      List<String> taken =
          flows.stream()
              .filter(flow -> id.equals(flow.attribute("sourceRef")))
              .filter(flow -> !flow.attribute("id", "").equals(node.attribute("default")))
              .map(flow -> flow.attribute("targetRef"))
              .toList();
      for (int i = 0; i < taken.size(); i++) {
        for (int j = i + 1; j < taken.size(); j++) {
          forks.add(new Fork(taken.get(i), taken.get(j), ""));
        }
      }
    }
  }
}
