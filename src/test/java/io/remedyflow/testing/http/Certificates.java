package io.remedyflow.testing.http;

import io.remedyflow.testing.process.ChildJvm;
import io.remedyflow.testing.process.Command;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An issuer of certificates, made anew for each run by the JDK's keytool. {@link #trusted} makes
 * Java trust it until it is closed, as an operator does: by the system property, not in code.
 */
public final class Certificates {

  private static final String PASSWORD = "changeit";

  private static @Nullable Certificates shared;

  private final Set<String> issued = new HashSet<>();
  private final Path keys;
  private final Path store;

  private Certificates() throws IOException {
    Path folder = Files.createTempDirectory("certificates");
    keys = folder.resolve("keys.p12");
    store = folder.resolve("trust.p12");
    Stream.of(folder, keys, store).forEach(path -> path.toFile().deleteOnExit());
    // Small, since it is made often and lives for seconds.
    keytool("-alias", "issuer", "-keyalg", "RSA", "-keysize", "1024", "-ext", "bc:c");
  }

  /** The issuer of this run: each certificate costs a process. */
  public static synchronized Certificates shared() {
    if (shared == null) {
      try {
        shared = new Certificates();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return shared;
  }

  /** A certificate of the issuer for localhost, with these options of keytool. */
  public void issue(String alias, String... options) {
    if (!issued.add(alias)) {
      return;
    }
    List<String> arguments = new ArrayList<>(List.of("-alias", alias, "-signer", "issuer"));
    arguments.addAll(List.of(options));
    keytool(arguments.toArray(String[]::new));
  }

  /** A certificate that vouches for itself. */
  public void selfSign(String alias) {
    keytool("-alias", alias, "-keyalg", "EC", "-ext", "san=dns:localhost");
  }

  private void keytool(String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                ChildJvm.program("keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD,
                "-dname",
                "CN=" + options[1]));
    command.addAll(List.of(options));
    Command.of(command.toArray()).run();
  }

  /** A server socket that shows this certificate. */
  public ServerSocket serverSocket(String alias) {
    try {
      KeyStore all = keys();
      KeyStore one = KeyStore.getInstance("PKCS12");
      one.load(null, null);
      one.setKeyEntry(
          alias,
          all.getKey(alias, PASSWORD.toCharArray()),
          PASSWORD.toCharArray(),
          all.getCertificateChain(alias));
      KeyManagerFactory managers = KeyManagerFactory.getInstance("SunX509");
      managers.init(one, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context
          .getServerSocketFactory()
          .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes Java trust the issuer, and it alone. */
  public Trust trusted() {
    try (OutputStream out = Files.newOutputStream(store)) {
      KeyStore trust = KeyStore.getInstance("PKCS12");
      trust.load(null, null);
      trust.setCertificateEntry("issuer", keys().getCertificate("issuer"));
      trust.store(out, PASSWORD.toCharArray());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return new Trust(
        Map.of(
            "javax.net.ssl.trustStore",
            store.toString(),
            "javax.net.ssl.trustStorePassword",
            PASSWORD,
            "javax.net.ssl.trustStoreType",
            "PKCS12"));
  }

  private KeyStore keys() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  /** System properties that are as they were once this is closed. */
  public static final class Trust implements AutoCloseable {

    private final Map<String, String> before = new HashMap<>();

    Trust(Map<String, String> properties) {
      properties.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
    }

    @Override
    public void close() {
      before.forEach(
          (name, value) -> {
            if (value == null) {
              System.clearProperty(name);
            } else {
              System.setProperty(name, value);
            }
          });
    }
  }
}
