package io.remedyflow.security;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A Feishu that may repeat what it was told, and say it in words that are no HTTP: a bare socket,
 * one request on each connection.
 */
final class Parrot implements AutoCloseable {

  private final Function<Heard, Optional<String>> mouth;
  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ServerSocket ear;

  /**
   * Starts one on a free port of 127.0.0.1.
   *
   * @param mouth all bytes of the answer, as UTF-8; nothing for an answer that never comes
   */
  Parrot(Function<Heard, Optional<String>> mouth) throws IOException {
    this.mouth = mouth;
    ear = new ServerSocket(0, 100, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    daemon(this::listen);
  }

  /** A request: its first line, all that came before the body, and the body. */
  record Heard(String line, String head, String body) {

    boolean wantsToken() {
      return line.contains("tenant_access_token");
    }

    /** The value of a header; empty where there is none. */
    String header(String name) {
      String start = name.toLowerCase(Locale.ROOT) + ":";
      return head.lines()
          .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(start))
          .map(header -> header.substring(start.length()).strip())
          .findFirst()
          .orElse("");
    }
  }

  /** An answer that is HTTP. */
  static Optional<String> http(int status, Map<String, String> headers, String body) {
    return Optional.of(
        "HTTP/1.1 %d Whatever\r\nConnection: close\r\nContent-Length: %d\r\n%s\r\n%s"
            .formatted(
                status,
                body.getBytes(StandardCharsets.UTF_8).length,
                headers.entrySet().stream()
                    .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                    .collect(Collectors.joining()),
                body));
  }

  URI baseUrl() {
    return URI.create("http://127.0.0.1:" + ear.getLocalPort());
  }

  List<Heard> heard() {
    return heard;
  }

  private void listen() {
    while (!ear.isClosed()) {
      try {
        Socket socket = ear.accept();
        open.add(socket);
        daemon(() -> answer(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void answer(Socket socket) {
    try {
      Heard request = read(socket.getInputStream());
      heard.add(request);
      Optional<String> answer = mouth.apply(request);
      if (answer.isPresent()) {
        socket.getOutputStream().write(answer.get().getBytes(StandardCharsets.UTF_8));
        socket.close();
      }
    } catch (IOException e) {
      // The other side has hung up.
    }
  }

  private static Heard read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String head = "";
    while (!head.endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("hung up");
      }
      bytes.write(next);
      head = bytes.toString(StandardCharsets.UTF_8);
    }
    Heard withoutBody = new Heard(head.lines().findFirst().orElse(""), head, "");
    String length = withoutBody.header("Content-Length");
    byte[] body = in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
    return new Heard(withoutBody.line(), head, new String(body, StandardCharsets.UTF_8));
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "parrot");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    ear.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
