package dev.usher.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks of limiter and registry and prints their figures as a table, then those of {@link Growth}, or
 * these alone with the argument {@code growth}.
 */
public final class Benchmarks {

    private Benchmarks() {
    }

    public static void main(String[] arguments) throws RunnerException, IOException {
        if (!Arrays.asList(arguments).contains("growth")) {
            printBenchmarks();
        }
        Growth.print();
    }

    private static void printBenchmarks() throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                .include("LimiterBenchmark|RegistryBenchmark")
                .forks(1)
                .warmupIterations(3).warmupTime(TimeValue.seconds(1))
                .measurementIterations(5).measurementTime(TimeValue.seconds(1))
                .jvmArgs("-Xmx3g")
                .verbosity(VerboseMode.SILENT)
                .build()).run();
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark();
            System.out.printf("%-36s among %7s %8.0f ns (± %.0f)%n",
                    name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1),
                    result.getParams().getParam(result.getParams().getParamsKeys().iterator().next()),
                    result.getPrimaryResult().getScore(), result.getPrimaryResult().getScoreError());
        }
    }
}
