package io.remedyflow.feishu.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.impl.io.SocketHolder;

/**
 * A socket that can be checked for data without waiting. HttpClient checks by a read that waits at
 * least one millisecond and then throws an exception with a stack trace: too costly for each call.
 */
final class QuietSocket extends SocketHolder {

  private boolean onlyLooks;

  QuietSocket(Socket socket) {
    super(socket);
  }

  /** TLS over a TCP connection. */
  QuietSocket(SSLSocket secure, Socket socket) {
    super(secure, socket);
  }

  /** Whether a read that would wait times out at once; set by the thread that reads. */
  void onlyLook(boolean looks) {
    onlyLooks = looks;
  }

  /**
   * Whether a read may return at once. The data need not belong to an answer, because TLS has
   * messages of its own.
   */
  private boolean mayHaveData(InputStream input) throws IOException {
    return input.available() > 0 || getBaseSocket().getInputStream().available() > 0;
  }

  @Override
  protected InputStream getInputStream(Socket socket) throws IOException {
    return new FilterInputStream(super.getInputStream(socket)) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        if (onlyLooks && !mayHaveData(in)) {
          throw new NothingToReadException();
        }
        return in.read(bytes, offset, length);
      }
    };
  }

  private static final class NothingToReadException extends SocketTimeoutException {

    private static final long serialVersionUID = 1L;

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // there is no state to protect
    public Throwable fillInStackTrace() {
      return this;
    }
  }
}
