package dev.usher.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** The curves of {@link Growth} as one SVG, which shows time above and memory below, in light and in dark. */
final class GrowthChart {

    private static final int LEFT = 80;
    private static final int RIGHT = 620;
    private static final int DECADES = 6;
    private static final String[] COLOURS = { "one", "two", "three" };

    private static final String HEAD = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 940 800" font-family="sans-serif" font-size="13"
              role="img" aria-labelledby="title">
            <style>
              svg { --paper: #fff; --ink: #222; --grid: #ddd; --one: #0b62c4; --two: #b3500b; --three: #1a7a3c; }
              @media (prefers-color-scheme: dark) {
                svg { --paper: #161a20; --ink: #e6e6e6; --grid: #3a4048; --one: #6cb2ff; --two: #ffa35c;
                  --three: #6fd08c; }
              }
              .paper { fill: var(--paper); } text { fill: var(--ink); }
              .grid { stroke: var(--grid); } .curve { fill: none; stroke-width: 2; } .plain { stroke-dasharray: 5 4; }
              .one { stroke: var(--one); } .two { stroke: var(--two); } .three { stroke: var(--three); }
            </style>
            <rect class="paper" width="940" height="800"/>
            <text id="title" x="80" y="32" font-size="18">Cost of a join and memory, from 1 to 1,000,000 entries</text>
            """;

    private final StringBuilder svg = new StringBuilder(HEAD);

    private GrowthChart() {
    }

    static String of(List<Curve> curves) {
        GrowthChart chart = new GrowthChart();
        chart.time(curves);
        chart.memory(curves);
        return chart.svg.append("</svg>\n").toString();
    }

    private void time(List<Curve> curves) {
        double most = curves.stream().flatMap(curve -> curve.points().stream())
                .mapToDouble(point -> Math.max(point.nanos(), point.plainMapNanos())).max().orElseThrow();
        double step = step(most);
        double top = Math.ceil(most / step) * step;
        Panel panel = new Panel(65, 425, value -> value / top);
        axes(panel, "time of one operation, ns", DoubleStream.iterate(0, value -> value <= top, value -> value + step));
        for (int i = 0; i < curves.size(); i++) {
            Curve curve = curves.get(i);
            draw(panel, curve, COLOURS[i], Growth.Point::nanos);
            draw(panel, curve, COLOURS[i] + " plain", Growth.Point::plainMapNanos);
            legend(85 + 56 * i, COLOURS[i], curve.growing().things + ": " + curve.growing().operation);
            legend(107 + 56 * i, COLOURS[i] + " plain", "plain map of as many");
        }
    }

    private void memory(List<Curve> curves) {
        double least = curves.stream().flatMap(curve -> curve.points().stream())
                .mapToDouble(Growth.Point::bytesEach).min().orElseThrow();
        double most = curves.stream().flatMap(curve -> curve.points().stream())
                .mapToDouble(Growth.Point::bytesEach).max().orElseThrow();
        double bottom = Math.floor(Math.log10(least));
        double top = Math.ceil(Math.log10(most));
        Panel panel = new Panel(505, 735, value -> (Math.log10(value) - bottom) / (top - bottom));
        axes(panel, "heap for one entry, bytes",
                DoubleStream.iterate(bottom, power -> power <= top, power -> power + 1)
                        .map(power -> Math.pow(10, power)));
        for (int i = 0; i < curves.size(); i++) {
            draw(panel, curves.get(i), COLOURS[i], Growth.Point::bytesEach);
            legend(525 + 22 * i, COLOURS[i], curves.get(i).growing().things);
        }
    }

    private void axes(Panel panel, String label, DoubleStream values) {
        values.forEach(value -> {
            line("grid", LEFT, panel.y(value), RIGHT, panel.y(value));
            text(LEFT - 8, panel.y(value) + 4, "end", String.format(Locale.ROOT, "%,.0f", value));
        });
        for (int power = 0; power <= DECADES; power++) {
            int size = (int) Math.pow(10, power);
            line("grid", x(size), panel.top, x(size), panel.bottom);
            text(x(size), panel.bottom + 20, "middle", String.format(Locale.ROOT, "%,d", size));
        }
        text((LEFT + RIGHT) / 2.0, panel.bottom + 42, "middle", "entries held (logarithmic)");
        text(LEFT, panel.top - 12, "start", label);
    }

    private void draw(Panel panel, Curve curve, String style, ToDoubleFunction<Growth.Point> value) {
        svg.append("<polyline class=\"curve ").append(style).append("\" points=\"");
        for (Growth.Point point : curve.points()) {
            svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point.size()),
                    panel.y(value.applyAsDouble(point))));
        }
        svg.append("\"/>\n");
    }

    private void legend(double y, String style, String text) {
        line("curve " + style, RIGHT + 15, y - 4, RIGHT + 43, y - 4);
        svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%.1f\" font-size=\"11\">%s</text>%n", RIGHT + 50, y,
                text));
    }

    private void line(String style, double x1, double y1, double x2, double y2) {
        svg.append(String.format(Locale.ROOT, "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
                style, x1, y1, x2, y2));
    }

    private void text(double x, double y, String anchor, String text) {
        svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                x, y, anchor, text));
    }

    private static double x(int size) {
        return LEFT + (RIGHT - LEFT) * Math.log10(size) / DECADES;
    }

    /** A round number that divides the axis into four to ten. */
    private static double step(double most) {
        double decade = Math.pow(10, Math.floor(Math.log10(most)));
        return most / decade >= 4 ? decade : most / decade >= 2 ? decade / 2 : decade / 5;
    }

    /** The points of one thing that grows. */
    record Curve(Growing growing, List<Growth.Point> points) {
    }

    /** One pair of axes; {@code share} is how far up a value lies, from 0 to 1. */
    private record Panel(int top, int bottom, DoubleUnaryOperator share) {
        double y(double value) {
            return bottom - (bottom - top) * share.applyAsDouble(value);
        }
    }
}
