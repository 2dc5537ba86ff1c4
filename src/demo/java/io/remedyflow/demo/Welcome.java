package io.remedyflow.demo;

import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.Language;
import io.remedyflow.remedy.RemedyConnections;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.simulator.company.Company;
import io.remedyflow.simulator.company.Employee;
import org.camunda.bpm.engine.RepositoryService;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.PropertySource;
import org.springframework.stereotype.Component;

/** Says where to go and as whom. */
@Component
class Welcome {

  private final ObjectProvider<FeishuSimulator> simulator;
  private final RepositoryService models;
  private final Language language;

  Welcome(
      ObjectProvider<FeishuSimulator> simulator,
      RepositoryService models,
      RemedyConnections connections) {
    this.simulator = simulator;
    this.models = models;
    language = connections.language(null);
  }

  @EventListener
  void ready(ApplicationReadyEvent event) {
    var context = (WebServerApplicationContext) event.getApplicationContext();
    PropertySource<?> random =
        event
            .getApplicationContext()
            .getEnvironment()
            .getPropertySources()
            .get(RemedyApprovalApplication.RANDOM);
    Object password =
        random == null ? null : random.getProperty(RemedyApprovalApplication.PASSWORD);
    System.out.println(
        text(context.getWebServer().getPort(), password, simulator.getIfAvailable()));
  }

  private String text(int port, @Nullable Object password, @Nullable FeishuSimulator simulator) {
    String root = "http://127.0.0.1:" + port;
    StringBuilder text =
        new StringBuilder(
            """

            Remedyflow's demo is ready.

              Tasklist   %1$s/camunda/app/tasklist/   as %2$s or %3$s
              Cockpit    %1$s/camunda/app/cockpit/    as demo
              REST       %1$s/engine-rest             with HTTP Basic

              Password of all three: %4$s
            """
                .formatted(
                    root,
                    People.EMPLOYEE,
                    People.MANAGER,
                    password == null ? "the one that you configured" : password));
    if (simulator != null) {
      text.append(
          """

          In Tasklist: "Start process", "%s", one of these employees, yesterday's date.
          Feishu is played by %s/ (open it to see the latest requests).

          """
              .formatted(processName(), simulator.baseUrl()));
      for (Employee employee : Company.employees()) {
        text.append(
            "  %-16s %-5s %s%n"
                .formatted(employee.employeeId(), employee.employeeNo(), shown(employee)));
      }
    }
    return text.append("\nCtrl-C stops it.\n").toString();
  }

  private String shown(Employee employee) {
    return new BilingualText(employee.shows(), employee.showsInChinese()).in(language);
  }

  /** As Tasklist shows it, in the language that was deployed. */
  private String processName() {
    return models
        .createProcessDefinitionQuery()
        .processDefinitionKey("remedy-approval")
        .latestVersion()
        .singleResult()
        .getName();
  }
}
