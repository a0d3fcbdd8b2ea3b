// SPDX-License-Identifier: Apache-2.0
package io.outrider.agent.guard;

import io.outrider.agent.guard.RuleSuffix.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The table of all that a rule can say, in the order of the reference. */
final class RuleSuffixes {
  private RuleSuffixes() {}

  static List<RuleSuffix> all() {
    List<RuleSuffix> all = new ArrayList<>();
    matching(all);
    admission(all);
    calls(all);
    return Collections.unmodifiableList(all);
  }

  /** Which calls, and whether to act. */
  private static void matching(List<RuleSuffix> all) {
    add(all, "match", Type.MATCH, "", "The calls the rule is for; none: every one.");
    add(
        all,
        "match.client",
        Type.LIST,
        "",
        "Calls going out: http, jdbc; methods of the application's own: method.");
    add(all, "match.server", Type.LIST, "", "Calls coming in: http.");
    add(all, "match.host", Type.LIST, "", "Host names; * stays between two dots, ** does not.");
    add(all, "match.port", Type.LIST, "", "Ports.");
    add(
        all,
        "match.method",
        Type.LIST,
        "",
        "HTTP methods, in capitals; with client: method, names of methods, which may hold *; none: all public ones.");
    add(all, "match.path", Type.LIST, "", "Paths; * stays between two slashes, ** does not.");
    add(
        all,
        "match.route",
        Type.LIST,
        "",
        "Routes as the application wrote them; decided where the framework found them.");
    add(all, "match.pool", Type.LIST, "", "Names of connection pools; may hold *.");
    add(all, "match.database", Type.LIST, "", "Names of databases; may hold *.");
    add(
        all,
        "match.class",
        Type.LIST,
        "",
        "With client: method, classes; * stays between two dots, ** does not.");
    add(all, "match.caller", Type.LIST, "", "Addresses of callers, or blocks of them: 10.0.0.0/8.");
    add(
        all,
        "match.header",
        Type.LIST,
        "",
        "Request headers: X-Tenant=gold, X-Beta=*; different names must all match, of one name one.");
    add(
        all,
        "mode",
        Type.MODE,
        "enforce",
        "Refuse, only count what would be refused, or do nothing. Without a rule's name: for all rules that do not say.");
    add(
        all,
        "order",
        Type.INTEGER,
        "0",
        "Rules are tried from low to high; equal ones in the file's order, without a file by name.");
  }

  /** Asked once for a call. */
  private static void admission(List<RuleSuffix> all) {
    add(
        all,
        "criticality.level",
        Type.LEVEL,
        "critical",
        "How much the requests matter; travels on in baggage.");
    add(all, "criticality.header", Type.TEXT, "", "A request header that names the level instead.");
    add(
        all,
        "criticality.from-baggage",
        Type.BOOLEAN,
        "true",
        "Whether a level that the caller has sent in baggage wins; false at the edge, where it is removed.");
    add(
        all,
        "degrade.when",
        Type.TEXT,
        "",
        "Requests are switched off while one of these holds: cpu > 85%, heap > 90%, in-flight > 200; or always.");
    add(
        all,
        "degrade.below",
        Type.LEVEL,
        "",
        "Only requests that matter less than this; none: all.");
    add(all, "degrade.status", Type.INTEGER, "503", "The status of the answer, 200 to 599.");
    add(all, "degrade.headers", Type.LIST, "", "Headers of the answer: Name=value.");
    add(
        all,
        "degrade.body",
        Type.TEXT,
        "",
        "The body of the answer; none: problem details if the status is an error's.");
    add(all, "degrade.read-only", Type.BOOLEAN, "false", "For databases: refuse what writes.");
    add(
        all,
        "shed.cpu",
        Type.PERCENT,
        "80",
        "Above this part of the CPU that the process may use, requests beyond what it can finish are shed.");
    add(
        all,
        "shed.heap",
        Type.PERCENT,
        "",
        "Above this part of the heap that is live after a collection of the old generation, likewise; none: the heap does not matter.");
    add(
        all,
        "shed.cool-off",
        Type.DURATION,
        "1s",
        "How long shedding goes on at least once it has begun.");
    add(all, "rate-limit.rate", Type.RATE, "", "How many calls in how much time: 500/s.");
    add(
        all,
        "rate-limit.burst",
        Type.INTEGER,
        "",
        "How many at once after a pause; none: a tenth of a second of them, at least 1.");
    add(
        all,
        "rate-limit.key",
        Type.TEXT,
        "",
        "What each has a limit of its own: route, address (IPv6: its first 64 bits), header:X-Api-Key; none: all calls to a peer share one. Calls without the header share one.");
    add(
        all,
        "rate-limit.max-keys",
        Type.INTEGER,
        "10000",
        "So many keys are told apart at most; the one that has used least of its limit makes room, and starts afresh.");
    add(
        all,
        "rate-limit.max-wait",
        Type.DURATION,
        "",
        "How long a call may wait for its turn, up to 10m; none: not at all. Calls that return a future never wait.");
    add(
        all,
        "rate-limit.warm-up",
        Type.DURATION,
        "",
        "For so long after the first call the rate rises from a third to the whole, and the burst begins at a third; a pause does not start it again.");
    add(
        all,
        "deadline.request",
        Type.DURATION,
        "",
        "The longest a request has from its arrival; calls it makes after that are not begun.");
    add(
        all,
        "deadline.header",
        Type.TEXT,
        "x-envoy-expected-rq-timeout-ms",
        "The header in which callers send the milliseconds they still wait; sent on, too. grpc-timeout is always understood.");
    add(
        all,
        "deadline.margin",
        Type.DURATION,
        "5ms",
        "Taken off what is left for each call that goes out, 0ms to 10s.");
  }

  /** Asked for each attempt, and what becomes of it. */
  private static void calls(List<RuleSuffix> all) {
    add(all, "timeout.connect", Type.DURATION, "", "The longest a connection takes to be made.");
    add(
        all,
        "timeout.request",
        Type.DURATION,
        "",
        "The longest an HTTP call takes, of one that is repeated each attempt; or a message to be sent.");
    add(all, "timeout.query", Type.DURATION, "", "The longest an SQL statement takes.");
    add(
        all,
        "timeout.pool",
        Type.DURATION,
        "",
        "The longest a connection pool lets a caller wait; set into HikariCP, DBCP2, Tomcat JDBC and c3p0.");
    add(
        all,
        "circuit-breaker.window",
        Type.WINDOW,
        "10s",
        "The calls that are judged: of the last so much time, or the last so many.");
    add(
        all,
        "circuit-breaker.failure-rate",
        Type.PERCENT,
        "50",
        "Opens when this part of the calls failed, or more.");
    add(
        all,
        "circuit-breaker.slow-call",
        Type.DURATION,
        "",
        "A call that takes this long, or longer, is slow; none: no call is.");
    add(
        all,
        "circuit-breaker.slow-call-rate",
        Type.PERCENT,
        "100",
        "Opens when this part of the calls was slow, or more.");
    add(
        all,
        "circuit-breaker.minimum-calls",
        Type.INTEGER,
        "20",
        "Fewer calls than this in the window are not judged.");
    add(
        all,
        "circuit-breaker.wait-open",
        Type.DURATION,
        "5s",
        "How long it stays open, give or take 20 %; doubles each time the probes fail.");
    add(all, "circuit-breaker.wait-open-max", Type.DURATION, "5m", "Where doubling ends.");
    add(
        all,
        "circuit-breaker.half-open-calls",
        Type.INTEGER,
        "5",
        "How many calls go through as probes before it closes.");
    add(
        all,
        "circuit-breaker.failure-status",
        Type.STATUSES,
        "500-599",
        "HTTP statuses that count as failures.");
    add(
        all,
        "circuit-breaker.record-exceptions",
        Type.CLASS_NAMES,
        "",
        "If given, only these exceptions count as failures.");
    add(
        all,
        "circuit-breaker.ignore-exceptions",
        Type.CLASS_NAMES,
        "",
        "Exceptions that count neither as failure nor as success.");
    add(
        all,
        "concurrency.limit",
        Type.TEXT,
        "",
        "Finds out how many calls may be under way at once: aimd by timeouts, 429 and 503, for calls going out; gradient2 by latency, for servers.");
    add(all, "concurrency.initial", Type.INTEGER, "20", "Where it begins.");
    add(all, "concurrency.min", Type.INTEGER, "4", "Never lower than this.");
    add(all, "concurrency.max", Type.INTEGER, "200", "Never higher than this.");
    add(
        all,
        "concurrency.max-queue",
        Type.INTEGER,
        "",
        "How many calls may wait; none: as many as may be under way. The last to come is the first to go.");
    add(
        all,
        "concurrency.max-wait",
        Type.DURATION,
        "",
        "How long a call may wait, up to 1m; none: not at all.");
    add(
        all,
        "bulkhead.max-concurrent",
        Type.INTEGER,
        "",
        "How many calls may be under way at once; of a database, statements and requests for a connection each.");
    add(
        all,
        "bulkhead.max-queue",
        Type.INTEGER,
        "",
        "How many calls may wait; none: as many as may be under way. The last to come is the first to go.");
    add(
        all,
        "bulkhead.max-wait",
        Type.DURATION,
        "",
        "How long a call may wait, up to 1m; none: not at all.");
    add(all, "fault.percent", Type.PERCENT, "100", "Which part of the calls is hit.");
    add(all, "fault.delay", Type.DURATION, "", "Calls are held up for so long.");
    add(
        all,
        "fault.status",
        Type.INTEGER,
        "",
        "Calls are answered by this status, and never made.");
    add(
        all,
        "fault.error",
        Type.TEXT,
        "",
        "Calls fail, and are never made: connect (databases: no connection is given) or timeout.");
    add(all, "retry.max-attempts", Type.INTEGER, "3", "How often a call is made at most, 2 to 10.");
    add(
        all,
        "retry.on",
        Type.LIST,
        "connect-failure,503",
        "What is tried again: connect-failure, timeout, and statuses or ranges of them.");
    add(
        all,
        "retry.methods",
        Type.LIST,
        "GET,HEAD,OPTIONS",
        "Methods that may be made twice; any when nothing can have been sent, or with an Idempotency-Key.");
    add(
        all,
        "retry.backoff",
        Type.DURATION,
        "50ms",
        "The longest first pause, doubled each time; the pause itself is drawn between 0 and that.");
    add(
        all,
        "retry.backoff-max",
        Type.DURATION,
        "1s",
        "Where doubling ends; who asks for more by Retry-After is not tried again.");
    add(all, "retry.budget", Type.PERCENT, "20", "Retries are at most this part of the calls.");
    add(
        all,
        "retry.budget-floor",
        Type.INTEGER,
        "1",
        "So many retries a second are allowed all the same.");
    add(
        all,
        "fallback.status",
        Type.INTEGER,
        "200",
        "The status of the answer that is given in the place of a refusal.");
    add(all, "fallback.headers", Type.LIST, "", "Its headers: Name=value.");
    add(all, "fallback.body", Type.TEXT, "", "Its body.");
    add(
        all,
        "fallback.on",
        Type.LIST,
        "circuit-breaker",
        "The kinds of guards in the place of whose refusals it is given.");
    buffer(all);
  }

  /** What becomes of messages that the others have let through. */
  private static void buffer(List<RuleSuffix> all) {
    add(
        all,
        "buffer.max-messages",
        Type.INTEGER,
        "10000",
        "So many messages of a Kafka producer wait for it at most, 1 to 1000000; its send does not hold the application up.");
    add(
        all,
        "buffer.max-bytes",
        Type.INTEGER,
        "",
        "So many bytes of keys and values, about, wait at most; none: they do not matter.");
    add(
        all,
        "buffer.when-full",
        Type.TEXT,
        "drop-newest",
        "What then happens: drop-oldest, drop-newest, or block, which drops the newest when its wait is over.");
    add(
        all,
        "buffer.max-wait",
        Type.DURATION,
        "1s",
        "How long block holds the application up, up to 1m.");
  }

  private static void add(
      List<RuleSuffix> all, String name, Type type, String defaultValue, String text) {
    all.add(new RuleSuffix(name, type, defaultValue, text));
  }
}
