// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.engine;

import io.outrider.agent.config.AddressBlock;
import io.outrider.agent.config.IpAddress;
import io.outrider.instrumentation.HttpServerAdapter;
import java.util.List;

/**
 * Finds out who calls, as far as guards may believe it: the connection's peer or, where that is a
 * trusted proxy, the last in X-Forwarded-For that is none. Whoever calls can write that header, but
 * not behind what our own proxies add to it. Other than {@link Forwarded}, which is for telemetry.
 */
final class Callers {
  /** No proxy is trusted: the caller is the connection's peer. */
  static final Callers PEERS = new Callers(new AddressBlock[0]);

  /** More addresses than this are not looked at: no chain of proxies is that long. */
  private static final int MOST_HOPS = 32;

  private final AddressBlock[] trusted;

  Callers(AddressBlock[] trusted) {
    this.trusted = trusted;
  }

  static Callers behind(List<AddressBlock> proxies) {
    return proxies.isEmpty() ? PEERS : new Callers(proxies.toArray(new AddressBlock[0]));
  }

  /** The address as text, or null when it is not known. */
  <Q> String address(HttpServerAdapter<Q, ?> adapter, Q request) {
    String caller = adapter.peerAddress(request);
    if (trusted.length == 0 || !isTrusted(caller)) {
      return caller;
    }
    List<String> lines = adapter.headers(request, "x-forwarded-for");
    int hops = 0;
    for (int i = lines.size() - 1; i >= 0; i--) {
      String line = lines.get(i);
      int end = line.length();
      while (end >= 0 && hops++ < MOST_HOPS) {
        int comma = line.lastIndexOf(',', end - 1);
        String hop = Forwarded.host(line.substring(comma + 1, end).trim());
        if (IpAddress.parse(hop) == null) {
          // What a trusted proxy does not know, nobody does: the proxy itself is the caller.
          return caller;
        }
        caller = hop;
        if (!isTrusted(hop)) {
          return caller;
        }
        end = comma;
      }
    }
    return caller;
  }

  private boolean isTrusted(String text) {
    IpAddress address = IpAddress.parse(text);
    for (AddressBlock block : trusted) {
      if (block.contains(address)) {
        return true;
      }
    }
    return false;
  }
}
