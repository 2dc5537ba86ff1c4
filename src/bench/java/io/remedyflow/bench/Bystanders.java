package io.remedyflow.bench;

import java.util.stream.IntStream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;

/**
 * Instances of an unrelated process that wait for a timer as long as the benchmark runs, as a
 * database in use has them. In tables that are empty between two rounds PostgreSQL plans to read
 * them from end to end, and keeps to such a plan on one connection and not on another: then what an
 * insert costs is a matter of luck.
 */
final class Bystanders {

  static final String PROCESS = "bystander";

  private Bystanders() {}

  static void start(ProcessEngine engine, int instances) {
    engine
        .getRepositoryService()
        .createDeployment()
        .name(PROCESS)
        .addModelInstance("bystander.bpmn", model())
        .deploy();
    IntStream.range(0, instances)
        .forEach(
            number ->
                engine
                    .getRuntimeService()
                    .createProcessInstanceByKey(PROCESS)
                    .setVariable("number", number)
                    .execute());
  }

  private static BpmnModelInstance model() {
    return Contender.process(PROCESS)
        .startEvent()
        .intermediateCatchEvent()
        .timerWithDuration("P1000D")
        .endEvent()
        .done();
  }
}
