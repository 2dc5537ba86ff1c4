package io.remedyflow.feishu;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Recognises the places where clouds give credentials to any caller inside: link-local addresses,
 * and the extra addresses and names that Alibaba, AWS and Google use. Feishu is never there, so no
 * configuration may point there.
 *
 * <p>Looks only at the written text and resolves no name.
 */
final class CloudMetadata {

  private static final Set<String> NAMES = Set.of("metadata.google.internal", "metadata.goog");
  private static final Set<InetAddress> ADDRESSES =
      Set.of(literal("100.100.100.200").orElseThrow(), literal("fd00:ec2::254").orElseThrow());

  private CloudMetadata() {}

  /** Whether a URI's host is such a place. An IPv6 host is in brackets. */
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
