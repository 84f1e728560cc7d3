package io.github.llmgateway.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.standin.Family;
import io.github.llmgateway.standin.Heard;
import io.github.llmgateway.standin.Scenario;
import io.github.llmgateway.standin.StandIn;
import io.github.llmgateway.standin.Told;
import io.github.llmgateway.testing.NpmProgram;
import io.github.llmgateway.testing.RunningGateway;
import java.util.List;

/**
 * A gateway that wants a key, and behind every model's name a stand-in of one family that thinks, calls the client's
 * shell, and answers what the command has printed.
 */
final class Stage implements AutoCloseable {

    /** The gateway's key. */
    static final String KEY = "sk-of-the-gateway";
    /** What makes the stand-in play this. */
    static final String PROMPT = Scenario.THINKING.marker();
    /** What the command prints. */
    static final String PRINTED = "gateway-42";

    private static final String COMMAND = "printf gateway-%d 42";

    private final StandIn standIn;
    private final RunningGateway gateway;

    /** {@code tool} is the client's shell, whose input has the command in the member {@code member}. */
    Stage(Family family, String tool, String member) {
        standIn = family.start();
        standIn.calls(tool, "{\"" + member + "\":\"" + COMMAND + "\",\"description\":\"Multiply\"}");
        gateway = RunningGateway.with("""
                general_settings: {master_key: %s}
                router_settings: {num_retries: 0, disable_cooldowns: true}
                model_list:
                %s""".formatted(KEY, standIn.configuration("*")));
    }

    /** The gateway's address. */
    String url() {
        return gateway.url();
    }

    /** The provider. */
    StandIn standIn() {
        return standIn;
    }

    /** The program showed the answer; the command's output had reached the model; the provider refused nothing. */
    void played(NpmProgram.Result result) {
        ended(result);
        played(result.output());
    }

    /** The same, and the model's thought came back to it with the signature that it had given. */
    void playedWithThought(NpmProgram.Result result) {
        ended(result);
        playedWithThought(result.output());
    }

    private void ended(NpmProgram.Result result) {
        assertThat(standIn.violations()).isEmpty();
        assertThat(result.status()).as(result.errors()).isZero();
    }

    /** The same of a client that is no program of its own and has shown this. */
    void played(String shown) {
        assertThat(standIn.violations()).isEmpty();
        assertThat(shown).contains(Told.AFTER_RESULTS);
        assertThat(last().results()).extracting(Heard.Result::text).singleElement().asString().contains(PRINTED);
    }

    /** The same, and the thought came back. */
    void playedWithThought(String shown) {
        played(shown);
        assertThat(last().signatures()).hasSize(1);
    }

    private Heard last() {
        List<Heard> withResults = standIn.heard().stream().filter(Heard::endsWithResults).toList();
        assertThat(withResults).hasSize(1);
        return withResults.get(0);
    }

    @Override
    public void close() {
        gateway.close();
        standIn.close();
    }
}
