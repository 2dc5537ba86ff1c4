package io.remedyflow.simulator;

import java.util.List;
import java.util.stream.Collectors;

/** For people who open the address in a browser: the employees, and the latest requests. */
final class FrontPage implements Endpoint {

  static final String PATH = "/";

  private static final int REQUESTS_SHOWN = 30;

  private final RequestLog log;

  FrontPage(RequestLog log) {
    this.log = log;
  }

  @Override
  public Answer answer(RecordedRequest request, String logId) {
    return request.method().equals("GET")
        ? Answer.text(200, "text/html; charset=utf-8", html())
        : Answer.notFound();
  }

  private String html() {
    String staff =
        Company.employees().stream().map(FrontPage::row).collect(Collectors.joining("\n"));
    List<RecordedRequest> requests =
        log.all().stream().filter(request -> !request.path().equals(PATH)).toList();
    String latest =
        requests.stream()
            .skip(Math.max(0, requests.size() - REQUESTS_SHOWN))
            .map(request -> escaped(request.receivedAt() + " " + request))
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
        <p>These employees are fictional. The same request gets the same answer on every run.</p>
        <table>
        <tr><th>employee_id</th><th>employee_no</th><th>Name</th><th>Shows</th><th>说明</th></tr>
        %s
        </table>
        <h2>The latest requests</h2>
        <pre>%s</pre>
        </body>
        </html>
        """
        .formatted(staff, latest.isEmpty() ? "none yet" : latest);
  }

  private static String row(Employee employee) {
    return "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td lang=\"zh-CN\">%s</td></tr>"
        .formatted(
            escaped(employee.employeeId()),
            escaped(employee.employeeNo()),
            escaped(employee.name()),
            escaped(employee.shows()),
            escaped(employee.showsInChinese()));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
