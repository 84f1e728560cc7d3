package io.github.llmgateway.clients;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.genai.Client;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import java.time.Instant;
import java.util.Date;

/** Google's Gen AI SDK, pointed at a gateway; it does not wait before it tries again. */
enum GoogleClients {

    /** As it speaks to the Gemini API: the key in {@code x-goog-api-key}. */
    GEMINI {
        @Override
        Client at(String url, String key) {
            return Client.builder().apiKey(key).vertexAI(false).httpOptions(options(url)).build();
        }
    },
    /** As it speaks to Vertex AI: the key as an access token, project and location in the path. */
    VERTEX {
        @Override
        Client at(String url, String key) {
            GoogleCredentials credentials =
                    GoogleCredentials.create(new AccessToken(key, Date.from(Instant.now().plusSeconds(86_400))));
            return Client.builder().vertexAI(true).project("a-project").location("us-east5").credentials(credentials)
                    .httpOptions(options(url)).build();
        }
    };

    abstract Client at(String url, String key);

    private static HttpOptions options(String url) {
        return HttpOptions.builder().baseUrl(url).timeout(20_000)
                .retryOptions(HttpRetryOptions.builder().attempts(1).initialDelay(0.0).jitter(0.0)).build();
    }
}
