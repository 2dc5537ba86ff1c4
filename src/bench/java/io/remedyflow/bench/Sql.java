package io.remedyflow.bench;

import io.remedyflow.bench.Database.Schema;
import io.remedyflow.bench.Node.Profile;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How many statements PostgreSQL runs for an instance, by kind; a batch counts each of its rows.
 */
record Sql() implements Scenario {

  private static final List<String> KINDS = List.of("select", "insert", "update", "delete");

  @Override
  public Findings run(Stage stage) throws Exception {
    int instances = Stage.number("instances", 300);
    Findings findings =
        Findings.titled(
            "Statements per instance, of %d instances".formatted(instances),
            "contender",
            "phase",
            "select",
            "insert",
            "update",
            "delete",
            "all");
    for (Contender contender : Stage.contenders(Contender.OF_ONE_CALL)) {
      Stage.say("sql, " + contender.title());
      try (Schema schema = stage.database().fresh();
          Node node =
              stage.node("sql-" + contender, schema, contender, Profile.DEFAULTS.unlimited())) {
        stage.warmUp(node, schema, 50);
        node.jobs(false);
        schema.resetStatements();
        node.startInstances("e", instances, 2);
        row(findings, contender, "create", schema.statements(), instances);
        schema.resetStatements();
        node.jobs(true);
        stage.await(schema, 50 + instances, Duration.ofMinutes(2));
        row(findings, contender, "run", schema.statements(), instances);
      }
    }
    return findings;
  }

  private static void row(
      Findings findings,
      Contender contender,
      String phase,
      Map<String, Long> statements,
      int instances) {
    List<Double> each =
        KINDS.stream().map(kind -> statements.getOrDefault(kind, 0L) / (double) instances).toList();
    findings.row(
        contender.title(),
        phase,
        each.get(0),
        each.get(1),
        each.get(2),
        each.get(3),
        each.stream().mapToDouble(Double::doubleValue).sum());
  }
}
