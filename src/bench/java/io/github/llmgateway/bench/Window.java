package io.github.llmgateway.bench;

/** The part of a round that counts: its length, and the CPU time that target and generator took in it. */
final class Window {

    /** CPU time is told in steps of 10 ms; of fewer than ten steps no rate is made. */
    private static final double LEAST_CPU_SECONDS = 0.1;

    private final Server target;
    private long beganAt;
    private long targetCpu;
    private long generatorCpu;
    private double seconds;
    private double targetSeconds;
    private double generatorSeconds;

    Window(Server target) {
        this.target = target;
    }

    void begin() {
        targetCpu = target.cpuNanos();
        generatorCpu = Proc.self().cpuNanos();
        beganAt = System.nanoTime();
    }

    void end() {
        seconds = (System.nanoTime() - beganAt) / 1e9;
        targetSeconds = (target.cpuNanos() - targetCpu) / 1e9;
        generatorSeconds = (Proc.self().cpuNanos() - generatorCpu) / 1e9;
    }

    /** The round's figures, {@code units} being the units of work that fell into the window. */
    Sample sample(long units, Tally tally, Histogram delays) {
        double perCpuSecond = targetSeconds < LEAST_CPU_SECONDS ? Double.NaN : units / targetSeconds;
        return new Sample(units / seconds, perCpuSecond, tally.answers().millis(0.5), tally.answers().millis(0.99),
                tally.firstBytes().millis(0.5), delays.millis(0.5), delays.millis(0.99), delays.millis(1), tally.errors(), tally.firstError(),
                generatorSeconds / seconds);
    }
}
