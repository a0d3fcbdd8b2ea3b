// SPDX-License-Identifier: Apache-2.0
package io.outrider.exporter.console;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The local console: an OTLP receiver that prints what it gets, for a developer's own machine. It
 * needs nothing but the JDK, listens on 127.0.0.1 only and holds a bounded number of traces.
 */
public final class Console {
  private static final int POLL_MILLIS = 200;
  private static final int MAX_TRACES_PER_SECOND = 5;

  private final Options options;
  private final Style style;
  private final PrintStream out;
  private final Received received;
  private long shownRequests;
  private long secondBegan;
  private int printedInSecond;
  private int heldBack;

  private Console(Options options, Style style, PrintStream out) {
    this.options = options;
    this.style = style;
    this.out = out;
    this.received = new Received(options.traces);
  }

  /**
   * Runs until the process is told to stop, the thread is interrupted, or the time of {@code
   * --once} is over; then prints the tables a last time.
   *
   * @param args the command line after the word {@code console}; {@code --help} lists it
   * @return the exit code: 0, 1 when the port is taken, 2 when the command line is wrong
   */
  public static int run(String[] args, PrintStream out) {
    Options options;
    try {
      options = Options.parse(args);
    } catch (IllegalArgumentException e) {
      out.println("console: " + e.getMessage());
      out.println();
      out.print(Options.HELP);
      return 2;
    }
    if (options.help) {
      out.print(Options.HELP);
      return 0;
    }
    // Both are read once, when the JDK's server is first used. Without the first each answer on a
    // kept connection waits 40 ms; the second frees a thread from a sender that stalls.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxReqTime", "30");
    boolean unicode = !options.ascii && Terminal.hasBoxes(out);
    int width = options.width == 0 ? Terminal.width() : options.width;
    Console console = new Console(options, new Style(options.color, unicode, width), out);
    try (Receiver receiver = new Receiver(options.port, console.received)) {
      console.show(receiver.port());
      return 0;
    } catch (IOException e) {
      out.println(
          "console: cannot listen on 127.0.0.1:"
              + options.port
              + ": "
              + e.getMessage()
              + " (--port takes another)");
      return 1;
    }
  }

  private void show(int port) {
    out.println(
        style.paint(Style.Color.BOLD, "Outrider console")
            + "  OTLP at http://localhost:"
            + port
            + " (http/protobuf), plain text at the same address. Ctrl-C ends it.");
    out.flush();
    CountDownLatch stopped = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Thread onExit =
        new Thread(
            () -> {
              stopped.countDown();
              awaitQuietly(ended, 2_000);
            },
            "outrider-console-exit");
    Runtime.getRuntime().addShutdownHook(onExit);
    try {
      loop(stopped);
      settled(Long.MAX_VALUE / 2);
      tables();
    } finally {
      ended.countDown();
      if (stopped.getCount() > 0) {
        Runtime.getRuntime().removeShutdownHook(onExit);
      }
    }
  }

  private void loop(CountDownLatch stopped) {
    long start = Receiver.nowMillis();
    long tablesAt = start;
    boolean running = true;
    while (running) {
      running = !awaitQuietly(stopped, POLL_MILLIS);
      long now = Receiver.nowMillis();
      settled(now);
      if (options.everySeconds > 0 && now - tablesAt >= options.everySeconds * 1000L) {
        tablesAt = now;
        if (received.requests() != shownRequests) {
          tables();
        }
      }
      if (options.onceSeconds > 0 && now - start >= options.onceSeconds * 1000L) {
        running = false;
      }
    }
  }

  /** Prints what happened to breakers and the traces that settled, a few a second of these. */
  private void settled(long now) {
    StringBuilder text = new StringBuilder();
    if (now - secondBegan >= 1_000) {
      if (heldBack > 0) {
        String rest = Figures.count(heldBack, "more trace") + " in this time: /traces has them";
        text.append('\n')
            .append(style.paint(Style.Color.DIM, style.ellipsis + " " + rest))
            .append('\n');
      }
      secondBegan = now;
      printedInSecond = 0;
      heldBack = 0;
    }
    // Rendered under the lock, printed without it: a terminal that is held up holds up no sender.
    synchronized (received) {
      for (String transition : received.breakers.takeFresh()) {
        String line = style.flash + " circuit breaker of " + style.clean(transition);
        text.append('\n').append(style.paint(Style.Color.YELLOW, line)).append('\n');
      }
      for (Trace trace : received.traces.takeSettled(now)) {
        if (options.quiet) {
          continue;
        }
        if (printedInSecond == MAX_TRACES_PER_SECOND) {
          heldBack++;
        } else {
          printedInSecond++;
          text.append('\n').append(TraceView.render(trace, style));
        }
      }
    }
    print(text);
  }

  private void tables() {
    shownRequests = received.requests();
    StringBuilder text = new StringBuilder();
    synchronized (received) {
      heading(text, "Rate, errors, durations");
      text.append(RedView.render(received.red, style));
      heading(text, "Circuit breakers and guards");
      text.append(BreakersView.render(received.breakers, style));
      long dropped = received.traces.droppedSpans();
      if (dropped > 0) {
        text.append('\n')
            .append(Figures.count(dropped, "span"))
            .append(" left out, of traces with more than ")
            .append(Traces.MAX_SPANS_PER_TRACE)
            .append('\n');
      }
    }
    print(text);
  }

  /** Lines end as the platform's lines do. */
  private void print(StringBuilder text) {
    out.print(text.toString().replace("\n", System.lineSeparator()));
    out.flush();
  }

  private void heading(StringBuilder text, String heading) {
    int rest = style.width - heading.length() - 4;
    String line = style.rule + style.rule + " " + heading + " " + Cells.repeat(style.rule, rest);
    text.append('\n').append(style.paint(Style.Color.BOLD, line)).append('\n');
  }

  /** True when it was told to stop, by the latch or by an interrupt. */
  private static boolean awaitQuietly(CountDownLatch latch, long millis) {
    try {
      return latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
