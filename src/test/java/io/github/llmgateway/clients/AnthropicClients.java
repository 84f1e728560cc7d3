package io.github.llmgateway.clients;

import com.anthropic.bedrock.backends.BedrockBackend;
import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.vertex.backends.VertexBackend;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import java.time.Instant;
import java.util.Date;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.regions.Region;

/** Anthropic's SDK with each of its backends, pointed at a gateway; it tries once. */
enum AnthropicClients {

    /** As to Anthropic. */
    DIRECT {
        @Override
        AnthropicClient at(String url, String key) {
            return AnthropicOkHttpClient.builder().baseUrl(url).apiKey(key).maxRetries(0).build();
        }
    },
    /** As to Bedrock, with the key that AWS calls a Bedrock API key. */
    BEDROCK {
        @Override
        AnthropicClient at(String url, String key) {
            return AnthropicOkHttpClient.builder().backend(BedrockBackend.builder().region(Region.US_EAST_1)
                    .apiKey(key).baseUrl(url).build()).maxRetries(0).build();
        }
    },
    /** As to Bedrock with a signature of AWS', the gateway's key in a header. */
    BEDROCK_SIGNED {
        @Override
        AnthropicClient at(String url, String key) {
            return AnthropicOkHttpClient.builder().backend(BedrockBackend.builder().region(Region.US_EAST_1)
                    .awsCredentials(AwsBasicCredentials.create("AKIDCLIENT", "secret-of-the-client"))
                    .baseUrl(url + "/bedrock").build()).putHeader("x-litellm-api-key", key).maxRetries(0).build();
        }
    },
    /** As to Vertex AI, the key as an access token. */
    VERTEX {
        @Override
        AnthropicClient at(String url, String key) {
            GoogleCredentials credentials =
                    GoogleCredentials.create(new AccessToken(key, Date.from(Instant.now().plusSeconds(86_400))));
            return AnthropicOkHttpClient.builder().backend(VertexBackend.builder().region("us-east5")
                    .project("a-project").googleCredentials(credentials).baseUrl(url).build()).maxRetries(0).build();
        }
    };

    abstract AnthropicClient at(String url, String key);
}
