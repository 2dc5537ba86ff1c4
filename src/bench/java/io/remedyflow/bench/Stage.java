package io.remedyflow.bench;

import io.remedyflow.bench.Database.Schema;
import io.remedyflow.bench.Node.Profile;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What every scenario plays on: one Feishu, one PostgreSQL, and nodes as they are needed. */
record Stage(Feishu feishu, Database database) {

  private static final int STARTERS = 3;

  /** The contenders of {@code -Dbench.contenders}, or these. */
  static List<Contender> contenders(Contender... usual) {
    String[] names = Arrays.stream(usual).map(Enum::name).toArray(String[]::new);
    return Arrays.stream(words("contenders", names))
        .map(name -> Contender.valueOf(name.strip().toUpperCase(Locale.ROOT)))
        .toList();
  }

  /** Words between commas that {@code -Dbench.<name>} may set. */
  static String[] words(String name, String... usual) {
    String chosen = System.getProperty("bench." + name, "");
    return chosen.isBlank() ? usual : chosen.split(",", -1);
  }

  /** A number that {@code -Dbench.<name>} may set. */
  static int number(String name, int usual) {
    String chosen = System.getProperty("bench." + name, "");
    return chosen.isBlank() ? usual : Integer.parseInt(chosen.strip());
  }

  Node node(String name, Schema schema, Contender contender, Profile profile) {
    Node node = Node.start(name, schema.jdbcUrl(), feishu, contender, profile);
    say(contender.title() + " on " + node.settings());
    return node;
  }

  /** Runs so many instances without a limit, to have what is measured next compiled. */
  void warmUp(Node node, Schema schema, int instances) throws SQLException, InterruptedException {
    warmUp(List.of(node), schema, instances, Duration.ZERO);
  }

  /** The same on several nodes on one database, with a Feishu that takes so long. */
  void warmUp(List<Node> nodes, Schema schema, int instances, Duration latency)
      throws SQLException, InterruptedException {
    feishu.follow(Rules.unlimited(latency));
    int started = 0;
    for (int n = 0; n < nodes.size(); n++) {
      int part = (instances - started) / (nodes.size() - n);
      nodes.get(n).startInstances("warm-" + n + "-", part, STARTERS);
      started += part;
    }
    await(schema, instances, Duration.ofMinutes(3));
  }

  /**
   * Waits until so many instances of the whole schema ended or stand still with an incident.
   *
   * @return whether they did in time
   */
  boolean await(Schema schema, int instances, Duration patience)
      throws SQLException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    // The history grows: it is queried only once all instances may have ended.
    while (schema.open() > schema.incidents() || schema.ended() + schema.incidents() < instances) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(100);
    }
    return true;
  }

  /** Prints the progress for those who wait. */
  static void say(String what) {
    System.out.printf("%tT  %s%n", System.currentTimeMillis(), what);
  }
}
