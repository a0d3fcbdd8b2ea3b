// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import io.outrider.agent.config.AddressBlock;
import io.outrider.agent.config.Glob;
import io.outrider.agent.config.IpAddress;

/** Which calls a rule is for. Different conditions must all hold; of several values one must. */
final class RuleMatch {
  /** Null: every kind. */
  CallKind kind;

  Glob[] hosts = {};
  int[] ports = {};
  Glob[] pools = {};
  Glob[] databases = {};
  Glob[] topics = {};

  /** Of messages; null: every system. */
  String system;

  /** Of methods: classes by their internal names, and methods; none: those that are public. */
  Glob[] classes = {};

  Glob[] functions = {};

  String[] methods = {};
  Glob[] paths = {};
  Glob[] routes = {};
  AddressBlock[] callers = {};

  /** One for each name. */
  HeaderMatch[] headers = {};

  /** What is known of the peer, before there is a call. */
  boolean acceptsPeer(Target target) {
    return (kind == null || kind == target.kind)
        && any(hosts, target.host)
        && any(ports, target.port)
        && any(pools, target.pool)
        && any(databases, target.database)
        && any(topics, target.topic)
        && any(classes, target.className)
        && any(functions, target.function)
        && (functions.length > 0 || !target.unlisted)
        && (system == null || system.equals(target.system) || isJms(target.system));
  }

  /** What a system is called depends on the provider; a rule for JMS means them all. */
  private boolean isJms(String of) {
    return system.equals("jms") && "activemq".equals(of);
  }

  boolean acceptsClass(String internalName) {
    return any(classes, internalName);
  }

  /** True when it takes the call itself to tell. */
  boolean asksForCall() {
    return methods.length > 0
        || paths.length > 0
        || routes.length > 0
        || callers.length > 0
        || headers.length > 0;
  }

  /** False when no call of this kind can ever satisfy the rule. */
  boolean possibleFor(CallKind callKind) {
    if (callKind.isMessaging()) {
      // A limit made for calls that wait for their answer would refuse messages that nobody waits
      // for: a rule has to mean them.
      return kind == callKind && !asksForCall();
    }
    if (callKind == CallKind.METHOD) {
      return kind == callKind;
    }
    return callKind == CallKind.JDBC
        ? !asksForCall()
        : callKind == CallKind.HTTP_SERVER || callers.length == 0;
  }

  /** True when the rule is decided only where the framework has found the route. */
  boolean atRoute() {
    return routes.length > 0;
  }

  /**
   * At the door {@code place} is the path; at the second decision point it is the route.
   *
   * @param caller null when the rule does not ask for it, or it is not known
   */
  boolean acceptsCall(String method, String place, GuardedCall call, IpAddress caller) {
    return any(methods, method)
        && any(places(), place)
        && any(callers, caller)
        && all(headers, call);
  }

  /** The patterns for {@code place}. */
  Glob[] places() {
    return atRoute() ? routes : paths;
  }

  private static boolean any(AddressBlock[] blocks, IpAddress address) {
    for (AddressBlock block : blocks) {
      if (block.contains(address)) {
        return true;
      }
    }
    return blocks.length == 0;
  }

  private static boolean all(HeaderMatch[] headers, GuardedCall call) {
    for (HeaderMatch header : headers) {
      if (!header.accepts(call)) {
        return false;
      }
    }
    return true;
  }

  private static boolean any(Glob[] globs, String text) {
    for (Glob glob : globs) {
      if (glob.matches(text)) {
        return true;
      }
    }
    return globs.length == 0;
  }

  private static boolean any(String[] wanted, String text) {
    for (String one : wanted) {
      if (one.equals(text)) {
        return true;
      }
    }
    return wanted.length == 0;
  }

  private static boolean any(int[] wanted, int number) {
    for (int one : wanted) {
      if (one == number) {
        return true;
      }
    }
    return wanted.length == 0;
  }
}
