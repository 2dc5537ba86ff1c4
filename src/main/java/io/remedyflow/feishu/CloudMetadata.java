package io.remedyflow.feishu;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where clouds hand out credentials to whoever asks from inside. Feishu is never there, whatever is
 * configured: link-local addresses, and those that Alibaba, AWS and Google chose beside them.
 *
 * <p>Judges what is written, and resolves no name.
 */
final class CloudMetadata {

  private static final Set<String> NAMES = Set.of("metadata.google.internal", "metadata.goog");
  private static final Set<InetAddress> ADDRESSES =
      Set.of(literal("100.100.100.200").orElseThrow(), literal("fd00:ec2::254").orElseThrow());

  private CloudMetadata() {}

  /** Whether a URI's host, in brackets where it is an IPv6 address, is such a place. */
  static boolean isAt(String host) {
    String name = host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    return NAMES.contains(name) || (isAddress(name) && isAtAddress(name));
  }

  private static boolean isAddress(String host) {
    return host.startsWith("[") || host.matches("[0-9.]+");
  }

  private static boolean isAtAddress(String host) {
    return literal(host.replaceAll("^\\[|(%.*)?]$", ""))
        .filter(address -> address.isLinkLocalAddress() || ADDRESSES.contains(address))
        .isPresent();
  }

  private static Optional<InetAddress> literal(String address) {
    try {
      return Optional.of(InetAddress.getByName(address));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
