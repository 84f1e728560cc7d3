package io.github.llmgateway.gateway;

import io.github.llmgateway.config.Environment;
import io.github.llmgateway.credentials.aws.AwsAuthorizations;
import io.github.llmgateway.credentials.aws.BedrockClients;
import io.github.llmgateway.credentials.entra.EntraAuthorizations;
import io.github.llmgateway.credentials.google.GoogleAuthorizations;
import io.github.llmgateway.upstream.Fetch;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Who shows the clouds who asks. Belongs to the process: what was fetched outlives a reload.
 *
 * @param aws     Amazon Bedrock and Claude Platform on AWS
 * @param google  Vertex AI
 * @param entra   Azure OpenAI and Microsoft Foundry
 * @param bedrock the AWS SDK's clients, for what Camel's own component asks
 */
record Clouds(AwsAuthorizations aws, GoogleAuthorizations google, EntraAuthorizations entra, BedrockClients bedrock) {

    /** Fetches by {@code fetch} and waits on {@code workers}; the process's variables hold. */
    static Clouds by(Fetch fetch, Executor workers) {
        Map<String, String> environment = System.getenv();
        Clock clock = Clock.systemUTC();
        AwsAuthorizations aws = new AwsAuthorizations(fetch, workers, environment, clock);
        return new Clouds(aws,
                new GoogleAuthorizations(fetch, workers, environment, clock),
                new EntraAuthorizations(fetch, workers, environment, clock), new BedrockClients(aws, fetch));
    }

    /** The same for a configuration with these variables. */
    Clouds in(Environment environment) {
        return new Clouds(aws.in(environment), google.in(environment), entra.in(environment), bedrock.in(environment));
    }
}
