package io.remedyflow.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Feishu for load, in a process of its own: tokens, allowed remedies and an enforced limit, as
 * cheap as a thread for each kept-alive connection can be. It writes down every call and its
 * verdict; {@code /bench/rules} changes its ways and forgets the calls, {@code /bench/calls} tells
 * them.
 */
final class FeishuMain {

  private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");
  private static final Pattern USER = Pattern.compile("\"user_id\" *: *\"([^\"]*)\"");
  private static final String TOKEN =
      "{\"code\":0,\"msg\":\"ok\",\"tenant_access_token\":\"t-bench\",\"expire\":7200}";
  private static final String SLOTS =
      """
      {"code":0,"msg":"success","data":{"user_allowed_remedys":[{"user_id":"%s","remedy_date":20240105,\
      "is_free_punch":false,"punch_no":0,"work_type":1,"punch_status":"Lack",\
      "normal_punch_time":"2024-01-05 09:00","remedy_start_time":"2024-01-05 00:00",\
      "remedy_end_time":"2024-01-05 23:59"}]}}""";
  private static final String REFUSED =
      "{\"code\":99991400,\"msg\":\"request trigger frequency limit\"}";

  private final List<String> calls = new ArrayList<>();
  private Rules rules = Rules.unlimited(Duration.ZERO);
  private Limit limit = Limit.of(rules.limit(), rules.perSecond());

  private FeishuMain() {}

  public static void main(String[] arguments) throws IOException {
    FeishuMain feishu = new FeishuMain();
    try (ServerSocket door = new ServerSocket(0, 512, InetAddress.getLoopbackAddress())) {
      System.out.println(ChildProcess.REPLY + door.getLocalPort());
      ChildProcess.endWithParent();
      while (true) {
        Socket caller = door.accept();
        Thread thread = new Thread(() -> feishu.serve(caller), "caller");
        thread.setDaemon(true);
        thread.start();
      }
    }
  }

  private void serve(Socket caller) {
    try (caller) {
      caller.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(caller.getInputStream());
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        Matcher length = LENGTH.matcher(head);
        String body =
            length.find()
                ? new String(
                    in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8)
                : "";
        answer(head.substring(0, head.indexOf('\r')), body, caller);
      }
    } catch (IOException e) {
      // A caller that is gone, or was killed.
    }
  }

  private void answer(String request, String body, Socket caller) throws IOException {
    if (request.contains("/query_user_allowed_remedys?")) {
      Matcher user = USER.matcher(body);
      remedies(user.find() ? user.group(1) : "?", caller);
    } else if (request.contains("/tenant_access_token/")) {
      write(caller, 200, "", TOKEN);
    } else if (request.contains("/bench/rules")) {
      follow(Rules.parse(body));
      write(caller, 200, "", "{}");
    } else {
      write(caller, 200, "", told());
    }
  }

  private void remedies(String user, Socket caller) throws IOException {
    boolean admitted;
    Rules current;
    synchronized (this) {
      long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
      current = rules;
      admitted = limit.admits(now);
      calls.add(now + (admitted ? " ok " : " no ") + user);
    }
    pause(current.latency());
    if (admitted) {
      write(caller, 200, "", SLOTS.formatted(user));
    } else {
      write(
          caller,
          429,
          "x-ogw-ratelimit-limit: %d\r\nx-ogw-ratelimit-reset: 1\r\n"
              .formatted(current.perSecond()),
          REFUSED);
    }
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void follow(Rules rules) {
    this.rules = rules;
    limit = Limit.of(rules.limit(), rules.perSecond());
    calls.clear();
  }

  private synchronized String told() {
    return String.join("\n", calls);
  }

  /** Up to the empty line; empty at the end of the stream. */
  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder(512);
    while (true) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
      int end = head.length();
      if (next == '\n' && end > 3 && head.charAt(end - 3) == '\n') {
        return head.toString();
      }
    }
  }

  private static void write(Socket caller, int status, String headers, String body)
      throws IOException {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    byte[] head =
        String.format(
                Locale.ROOT,
                "HTTP/1.1 %d Answer\r\nContent-Type: application/json; charset=utf-8\r\n%sX-Tt-Logid: bench\r\nContent-Length: %d\r\n\r\n",
                status,
                headers,
                content.length)
            .getBytes(StandardCharsets.US_ASCII);
    byte[] whole = new byte[head.length + content.length];
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(content, 0, whole, head.length, content.length);
    OutputStream out = caller.getOutputStream();
    out.write(whole);
    out.flush();
  }
}
