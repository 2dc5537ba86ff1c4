package io.remedyflow.feishu.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.remedyflow.feishu.DaemonThreads;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

class QuietConnectionTest {

  private static final int CHECKS = 1_000;

  @Test
  void the_pool_and_the_idle_check_may_check_a_connection_at_the_same_time() throws Exception {
    ExecutorService threads =
        Executors.newFixedThreadPool(2, work -> new DaemonThreads("checks").newThread(work));
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket peer = server.accept();
        IdleConnections idle = new IdleConnections("test", () -> {})) {
      QuietConnection connection = new QuietConnection(idle);
      connection.bind(socket);
      connection.passivate();
      Callable<Boolean> pool = () -> times(() -> leaseAndRelease(connection));
      Callable<Boolean> look = () -> times(connection::closeIfDead);

      List<Future<Boolean>> checks = List.of(threads.submit(pool), threads.submit(look));

      for (Future<Boolean> check : checks) {
        assertThat(check.get(20, TimeUnit.SECONDS)).isTrue();
      }
      connection.activate();
      assertThat(connection.isOpen()).isTrue();
      assertThat(peer.isClosed()).isFalse();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  @Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD) // no interrupt ends a read
  void a_socket_is_looked_at_without_waiting() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket peer = server.accept()) {
      QuietSocket quiet = new QuietSocket(socket);
      byte[] read = new byte[8];

      quiet.onlyLook(true);
      assertThatThrownBy(() -> quiet.getInputStream().read(read, 0, 8))
          .as("a read without a timeout would wait for ever")
          .isInstanceOf(SocketTimeoutException.class);
      peer.getOutputStream().write("late".getBytes(US_ASCII));
      await().until(() -> socket.getInputStream().available() == 4);

      assertThat(quiet.getInputStream().read(read, 0, 8)).isEqualTo(4);
    }
  }

  /** As HttpClient's pool does. */
  private static void leaseAndRelease(QuietConnection connection) throws Exception {
    assertThat(connection.isStale()).isFalse();
    connection.activate();
    connection.passivate();
  }

  private interface Check {
    void run() throws Exception;
  }

  private static boolean times(Check check) throws Exception {
    for (int n = 0; n < CHECKS; n++) {
      check.run();
    }
    return true;
  }
}
