package io.github.llmgateway.bench;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a run shall do.
 *
 * @param quick          one short round of each row
 * @param rows           the rows whose id it finds
 * @param targets        names of the targets
 * @param gatewayCommand command that starts the gateway; {@code {java}}, {@code {config}}, {@code {port}} and
 *                       {@code {upstream}} are filled in
 * @param rounds         rounds a row, 0 for the usual number
 * @param seconds        seconds a round that count, 0 for the usual number
 */
record Options(boolean quick, Pattern rows, List<String> targets, String gatewayCommand, int rounds, double seconds) {

    static final String USAGE = """
            --quick            one short round of each row: two to three minutes, with a gateway not yet warm
            --rows REGEX       only rows whose id it matches: 1k-1 ... 1m-256, whole-32, paced-8, paced-500, paced-2000, and of
                               translated-openai, translated-converse and translated-bedrock each -32, -8 and -100
            --targets LIST     of direct,nginx,gateway
            --rounds N         rounds a row
            --seconds S        seconds of a round that count
            --gateway COMMAND  starts the gateway; {java}, {config}, {port}, {upstream} are filled in. Usual:
                               %s
            A run with none of these takes about twenty minutes and writes its results into docs/performance.md.""".formatted(Targets.GATEWAY_COMMAND);

    static Options of(String... arguments) {
        boolean quick = false;
        Pattern rows = Pattern.compile("");
        List<String> targets = Targets.ALL;
        String gateway = Targets.GATEWAY_COMMAND;
        int rounds = 0;
        double seconds = 0;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> quick = true;
                case "--rows" -> rows = Pattern.compile(value(arguments, ++i));
                case "--targets" -> targets = List.of(value(arguments, ++i).split(","));
                case "--gateway" -> gateway = value(arguments, ++i);
                case "--rounds" -> rounds = Integer.parseInt(value(arguments, ++i));
                case "--seconds" -> seconds = Double.parseDouble(value(arguments, ++i));
                default -> throw new IllegalArgumentException(arguments[i] + " is not an option. There are:\n" + USAGE);
            }
        }
        return new Options(quick, rows, targets, gateway, rounds, seconds);
    }

    private static String value(String[] arguments, int i) {
        if (i == arguments.length) {
            throw new IllegalArgumentException(arguments[i - 1] + " needs a value");
        }
        return arguments[i];
    }

    /** Whether this is the run that gets published. */
    boolean complete() {
        return !quick && rows.pattern().isEmpty() && targets.containsAll(Targets.ALL) && rounds == 0 && seconds == 0
                && gatewayCommand.equals(Targets.GATEWAY_COMMAND);
    }

    boolean wants(String target) {
        return targets.contains(target);
    }

    List<Row> selectedRows() {
        double pacedSeconds = quick ? 2.2 : Math.max(4, seconds + 1);
        return Row.all(pacedSeconds).stream().filter(row -> rows.matcher(row.id()).find()).toList();
    }

    int usedRounds() {
        return rounds > 0 ? rounds : quick ? 1 : 5;
    }

    double countedSeconds() {
        return seconds > 0 ? seconds : quick ? 0.7 : 1.6;
    }

    double warmUpSeconds() {
        return quick ? 0.2 : 0.5;
    }

    /** How long each target is worked before anything counts, a kind of load: a JVM is slow at first. */
    double firstWarmUpSeconds() {
        return quick ? 1 : 6;
    }
}
