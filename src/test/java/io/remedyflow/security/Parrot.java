package io.remedyflow.security;

import io.remedyflow.testing.http.RawAnswer;
import io.remedyflow.testing.http.RawRequest;
import io.remedyflow.testing.http.SocketServer;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A Feishu that may repeat what it received, and answer in what is no HTTP: a bare socket, one
 * request on each connection.
 */
final class Parrot implements AutoCloseable {

  private final Function<RawRequest, Optional<String>> mouth;
  private final List<RawRequest> heard = new CopyOnWriteArrayList<>();
  private final SocketServer server = SocketServer.start(this::answer);

  /**
   * Starts one on a free port of 127.0.0.1.
   *
   * @param mouth all bytes of the answer, as UTF-8; nothing for an answer that never comes
   */
  Parrot(Function<RawRequest, Optional<String>> mouth) {
    this.mouth = mouth;
  }

  /** One that gives out tokens, and gives calls this answer. */
  static Parrot withTokens(Supplier<Optional<String>> answer) {
    return new Parrot(
        request -> request.wantsToken() ? Optional.of(RawAnswer.token("t-1")) : answer.get());
  }

  /** An answer that is HTTP. */
  static Optional<String> http(int status, Map<String, String> headers, String body) {
    String lines =
        headers.entrySet().stream()
            .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
            .collect(Collectors.joining());
    return Optional.of(RawAnswer.of(status, "Connection: close\r\n" + lines, body));
  }

  URI baseUrl() {
    return server.baseUrl();
  }

  List<RawRequest> heard() {
    return heard;
  }

  private void answer(Socket socket) throws IOException {
    RawRequest request = RawRequest.read(socket.getInputStream()).orElseThrow(EOFException::new);
    heard.add(request);
    Optional<String> answer = mouth.apply(request);
    if (answer.isPresent()) {
      socket.getOutputStream().write(answer.get().getBytes(StandardCharsets.UTF_8));
      socket.close();
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
