package io.remedyflow.simulator;

import io.remedyflow.simulator.company.Company;
import io.remedyflow.simulator.company.Employee;
import io.remedyflow.simulator.company.Remedies;
import io.remedyflow.simulator.company.Remedy;
import io.remedyflow.simulator.http.Answer;
import io.remedyflow.simulator.http.Endpoint;
import io.remedyflow.simulator.http.Request;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * For people who open the address in a browser: who can be asked for, what was remedied, and what
 * was asked last.
 */
final class FrontPage implements Endpoint {

  static final String PATH = "/";

  private static final int REQUESTS_SHOWN = 30;

  private static final int REMEDIES_SHOWN = 100;

  private final RequestLog log;
  private final Remedies remedies;

  FrontPage(RequestLog log, Remedies remedies) {
    this.log = log;
    this.remedies = remedies;
  }

  @Override
  public Answer answer(Request request, String logId) {
    return request.method().equals("GET")
        ? Answer.text(200, "text/html; charset=utf-8", html())
        : Answer.notFound();
  }

  private String html() {
    String staff =
        Company.employees().stream().map(FrontPage::row).collect(Collectors.joining("\n"));
    List<RecordedRequest> asked =
        log.all().stream().filter(request -> !request.path().equals(PATH)).toList();
    String latest =
        asked.stream()
            .skip(Math.max(0, asked.size() - REQUESTS_SHOWN))
            .map(request -> escaped(request.receivedAt() + " " + request))
            .collect(Collectors.joining("\n"));
    List<Remedy> started = remedies.all();
    String remedied =
        started.stream()
            .skip(Math.max(0, started.size() - REMEDIES_SHOWN))
            .map(FrontPage::row)
            .collect(Collectors.joining("\n"));
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <title>Feishu simulator</title>
        <style>
        body { font-family: sans-serif; margin: 2em; }
        table { border-collapse: collapse; }
        th, td { border: 1px solid #ccc; padding: .3em .6em; text-align: left; }
        </style>
        </head>
        <body>
        <h1>A Feishu that runs on this machine</h1>
        <p>All persons are invented. The same request gets the same answer on every run.</p>
        <table>
        <tr><th>employee_id</th><th>employee_no</th><th>Name</th><th>E-mail</th><th>Mobile</th>\
        <th>Shows</th><th>说明</th></tr>
        %s
        </table>
        <h2>The remedies</h2>
        %s
        <h2>The latest requests</h2>
        <pre>%s</pre>
        </body>
        </html>
        """
        .formatted(
            staff,
            remedied.isEmpty() ? "<p>none yet</p>" : table(remedied),
            latest.isEmpty() ? "none yet" : latest);
  }

  private static String row(Employee employee) {
    return cells(
            employee.employeeId(),
            employee.employeeNo(),
            employee.name(),
            orNone(employee.email()),
            orNone(employee.mobile()))
        + "<td>%s</td><td lang=\"zh-CN\">%s</td></tr>"
            .formatted(escaped(employee.shows()), escaped(employee.showsInChinese()));
  }

  private static String row(Remedy remedy) {
    return cells(
            remedy.approvalId(),
            remedy.employee().employeeId(),
            remedy.day().toString(),
            remedy.punch().number() + " " + remedy.punch().workType(),
            remedy.time().toString(),
            remedy.reason(),
            remedy.state().code() + " " + remedy.state().name().toLowerCase(Locale.ROOT))
        + "</tr>";
  }

  private static String table(String rows) {
    return """
        <table>
        <tr><th>approval_id</th><th>employee_id</th><th>Day</th><th>punch_no work_type</th>\
        <th>Time</th><th>Reason</th><th>State</th></tr>
        %s
        </table>"""
        .formatted(rows);
  }

  private static String cells(String... texts) {
    return Stream.of(texts)
        .map(text -> "<td>" + escaped(text) + "</td>")
        .collect(Collectors.joining("", "<tr>", ""));
  }

  private static String orNone(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
