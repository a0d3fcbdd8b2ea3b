// SPDX-License-Identifier: Apache-2.0
package io.outrider.smoke.overload;

import io.outrider.smoke.overload.OpenLoad.Answer;
import java.util.List;
import java.util.Locale;

/** Draws what users got, second by second, one panel for each run. */
final class OverloadChart {
  private static final int WIDTH = 380;
  private static final int HEIGHT = 180;
  private static final int LEFT = 48;
  private static final int TOP = 56;
  private static final List<Answer> SHOWN = List.of(Answer.PAGE, Answer.ORDER, Answer.FALLBACK);
  private static final List<String> COLOURS = List.of("#2b6cb0", "#2f9e6e", "#e0a526");
  private static final List<String> LEGEND =
      List.of("page that needs nobody", "order, full answer", "order, fallback answer");

  private final StringBuilder svg = new StringBuilder();
  private final int seconds;
  private final int perSecond;

  OverloadChart(int seconds, int perSecond) {
    this.seconds = seconds;
    this.perSecond = perSecond;
  }

  String draw(int slowFrom, int slowTo, OpenLoad without, OpenLoad with) {
    int width = 2 * (LEFT + WIDTH) + 24;
    int height = TOP + HEIGHT + 64;
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
            + " font-size=\"12\" role=\"img\" aria-label=\"Answers within one second, with and"
            + " without guards\">",
        width, height);
    add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", width, height);
    panel(LEFT, "without guards", slowFrom, slowTo, without);
    panel(2 * LEFT + WIDTH, "with guards", slowFrom, slowTo, with);
    int x = LEFT;
    for (int i = 0; i < SHOWN.size(); i++) {
      add(
          "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/>",
          x, height - 20, COLOURS.get(i));
      add("<text x=\"%d\" y=\"%d\" fill=\"#333333\">%s</text>", x + 18, height - 10, LEGEND.get(i));
      x += 200;
    }
    add("</svg>");
    return svg.toString();
  }

  private void panel(int left, String title, int slowFrom, int slowTo, OpenLoad load) {
    add("<text x=\"%d\" y=\"20\" font-size=\"15\" fill=\"#222222\">%s</text>", left, title);
    add(
        "<text x=\"%d\" y=\"38\" fill=\"#666666\">answers within 1 s, per second; %d asked for</text>",
        left, perSecond);
    add(
        "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#f3dede\"/>",
        x(left, slowFrom), TOP, x(left, slowTo) - x(left, slowFrom), HEIGHT);
    add(
        "<text x=\"%.1f\" y=\"%d\" fill=\"#a05252\" font-size=\"11\">the other service can do a tenth</text>",
        x(left, slowFrom) + 4, TOP + 12);
    for (int i = SHOWN.size() - 1; i >= 0; i--) {
      area(left, load, i);
    }
    for (int percent = 0; percent <= 100; percent += 50) {
      double y = y(perSecond * percent / 100.0);
      add(
          "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#999999\""
              + " stroke-width=\"0.5\"/>",
          left, left + WIDTH, y, y);
      add(
          "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"#666666\">%d</text>",
          left - 6, y + 4, perSecond * percent / 100);
    }
    for (int second = 0; second <= seconds; second += 5) {
      add(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#666666\">%d s</text>",
          x(left, second), TOP + HEIGHT + 16, second);
    }
  }

  /** The sum of what is shown up to this kind, as steps. */
  private void area(int left, OpenLoad load, int upTo) {
    StringBuilder points = new StringBuilder();
    points.append(point(x(left, 0), y(0)));
    for (int second = 0; second < seconds; second++) {
      int sum = 0;
      for (int i = 0; i <= upTo; i++) {
        sum += load.count(SHOWN.get(i), second);
      }
      points.append(point(x(left, second), y(sum))).append(point(x(left, second + 1), y(sum)));
    }
    points.append(point(x(left, seconds), y(0)));
    add("<polygon points=\"%s\" fill=\"%s\"/>", points.toString().trim(), COLOURS.get(upTo));
  }

  private static String point(double x, double y) {
    return String.format(Locale.ROOT, "%.1f,%.1f ", x, y);
  }

  private double x(int left, double second) {
    return left + WIDTH * second / seconds;
  }

  private double y(double answers) {
    return TOP + HEIGHT - HEIGHT * Math.min(answers, perSecond) / perSecond;
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
