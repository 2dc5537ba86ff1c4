package io.remedyflow.bench;

/** One question that the benchmark answers. */
interface Scenario {

  Findings run(Stage stage) throws Exception;
}
