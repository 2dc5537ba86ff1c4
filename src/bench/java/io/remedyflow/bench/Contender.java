package io.remedyflow.bench;

import io.remedyflow.camunda.tasks.FetchAllowedRemedies;
import java.util.List;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.builder.ProcessBuilder;
import org.camunda.bpm.model.bpmn.builder.ServiceTaskBuilder;
import org.camunda.bpm.model.bpmn.builder.SubProcessBuilder;

/** Whose task the process has. */
enum Contender {
  /** A delegate that does nothing: what the engine itself costs. */
  NOOP("no-op") {
    @Override
    BpmnModelInstance model(boolean exclusive) {
      return delegate(exclusive, "nothing");
    }
  },
  /** The plugin, its task as the element template would put it there. */
  OURS("Remedyflow") {
    @Override
    BpmnModelInstance model(boolean exclusive) {
      return ours(exclusive, OUTPUTS);
    }
  },
  /** The same in a model that needs the status and the slots, and maps nothing else. */
  OURS_TWO("Remedyflow, two outputs") {
    @Override
    BpmnModelInstance model(boolean exclusive) {
      return ours(exclusive, OUTPUTS.subList(0, 2));
    }
  },
  /** The task once for each of ten days of an instance, at the same time. */
  OURS_TEN_DAYS("Remedyflow, ten days") {
    @Override
    BpmnModelInstance model(boolean exclusive) {
      return process(PROCESS)
          .startEvent()
          .subProcess("days")
          .multiInstance()
          .parallel()
          .cardinality(String.valueOf(DAYS))
          .<SubProcessBuilder>multiInstanceDone()
          .embeddedSubProcess()
          .startEvent()
          .serviceTask("fetch")
          .camundaAsyncBefore()
          .camundaExclusive(exclusive)
          .camundaDelegateExpression("${" + FetchAllowedRemedies.TASK.beanName() + "}")
          .camundaInputParameter("userId", "${userId}")
          .camundaInputParameter("remedyDate", "20240105")
          .endEvent()
          .subProcessDone()
          .endEvent()
          .done();
    }
  },
  /** A delegate over a pooled Apache HttpClient 5 that writes the status and the slots. */
  HTTP_CLIENT("HttpClient 5") {
    @Override
    BpmnModelInstance model(boolean exclusive) {
      return delegate(exclusive, "httpClientDelegate");
    }
  },
  /** The same, which writes as many variables as our task. */
  HTTP_CLIENT_SIX("HttpClient 5, six variables") {
    @Override
    BpmnModelInstance model(boolean exclusive) {
      return delegate(exclusive, "httpClientDelegateOfSix");
    }
  },
  /** The same in a model like ours: what it needs is mapped to it, what it finds from it. */
  HTTP_CLIENT_MAPPED("HttpClient 5, our model") {
    @Override
    BpmnModelInstance model(boolean exclusive) {
      return mapped(exclusive, "httpClientDelegateMapped", OUTPUTS);
    }
  },
  /** A delegate over Lark's official SDK. */
  SDK("Lark SDK") {
    @Override
    BpmnModelInstance model(boolean exclusive) {
      return delegate(exclusive, "sdkDelegate");
    }
  },
  /** The http-connector of camunda-connect, which fetches a token each time. */
  CONNECT("camunda-connect") {
    @Override
    BpmnModelInstance model(boolean exclusive) {
      return ConnectorTasks.model(exclusive);
    }
  };

  static final String PROCESS = "bench";

  static final int DAYS = 10;

  /** Those that make one call for each instance. */
  static final Contender[] OF_ONE_CALL = {
    NOOP, OURS, OURS_TWO, HTTP_CLIENT, HTTP_CLIENT_SIX, HTTP_CLIENT_MAPPED, SDK, CONNECT
  };

  private static final List<String> OUTPUTS =
      List.of(
          "remedyStatus",
          "remedySlots",
          "remedySlotCount",
          "remedyErrorCode",
          "remedyMessage",
          "feishuLogId");

  private final String title;

  Contender(String title) {
    this.title = title;
  }

  /** Its name in tables. */
  String title() {
    return title;
  }

  /** A process with this task in a job of its own and a step behind it that does nothing. */
  abstract BpmnModelInstance model(boolean exclusive);

  /** Whether the plugin is in the engine. */
  boolean isOurs() {
    return this == OURS || this == OURS_TWO || this == OURS_TEN_DAYS;
  }

  /** The delegate by hand that gives the process as much. */
  Contender byHand() {
    return switch (this) {
      case OURS, HTTP_CLIENT_SIX, HTTP_CLIENT_MAPPED -> HTTP_CLIENT_SIX;
      case NOOP, OURS_TWO, OURS_TEN_DAYS, HTTP_CLIENT, SDK, CONNECT -> HTTP_CLIENT;
    };
  }

  private static BpmnModelInstance ours(boolean exclusive, List<String> outputs) {
    return mapped(exclusive, FetchAllowedRemedies.TASK.beanName(), outputs);
  }

  private static BpmnModelInstance mapped(boolean exclusive, String bean, List<String> outputs) {
    ServiceTaskBuilder task =
        task(exclusive, bean)
            .camundaInputParameter("userId", "${userId}")
            .camundaInputParameter("remedyDate", "20240105");
    outputs.forEach(output -> task.camundaOutputParameter(output, "${" + output + "}"));
    return ended(task);
  }

  private static BpmnModelInstance delegate(boolean exclusive, String bean) {
    return ended(task(exclusive, bean));
  }

  private static ServiceTaskBuilder task(boolean exclusive, String bean) {
    return process(PROCESS)
        .startEvent()
        .serviceTask("fetch")
        .camundaAsyncBefore()
        .camundaExclusive(exclusive)
        .camundaDelegateExpression("${" + bean + "}");
  }

  private static BpmnModelInstance ended(ServiceTaskBuilder task) {
    return task.intermediateThrowEvent().endEvent().done();
  }

  static ProcessBuilder process(String key) {
    return Bpmn.createExecutableProcess(key).camundaHistoryTimeToLive(1);
  }
}
