package io.github.llmgateway.credentials.aws;

import io.github.llmgateway.credentials.Fetching;
import io.github.llmgateway.upstream.Fetch;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * The HTTP of clients that the AWS SDK makes by itself, such as the one that assumes a profile's {@code role_arn}. The
 * SDK finds it by the system property {@code software.amazon.awssdk.http.service.impl}; it is no registered service, so
 * an application that embeds the gateway keeps its own.
 */
public final class FetchHttpService implements SdkHttpService {

    private static final String PROPERTY = "software.amazon.awssdk.http.service.impl";

    private static volatile Fetch way;
    private static final ThreadLocal<SdkHttpClient> DEPLOYMENTS = new ThreadLocal<>();

    /** Ends what {@link #taking} began. */
    interface Taken extends AutoCloseable {

        @Override
        void close();
    }

    /** Made by the SDK. */
    public FetchHttpService() {
        // The SDK needs a constructor without parameters.
    }

    /** For the process that is the gateway: from now on the SDK's own clients take {@code fetch}. */
    public static void use(Fetch fetch) {
        way = fetch;
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, FetchHttpService.class.getName());
        }
    }

    /** What the SDK makes on this thread until that ends is this client: a deployment may have a proxy of its own. */
    static Taken taking(SdkHttpClient deployments) {
        DEPLOYMENTS.set(deployments);
        return DEPLOYMENTS::remove;
    }

    @Override
    public SdkHttpClient.Builder<?> createHttpClientBuilder() {
        return new OnTheWay();
    }

    private static final class OnTheWay implements SdkHttpClient.Builder<OnTheWay> {

        @Override
        public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
            if (DEPLOYMENTS.get() != null) {
                return DEPLOYMENTS.get();
            }
            if (way == null) {
                throw new IllegalStateException("FetchHttpService.use has not been called");
            }
            return new FetchHttpClient(Fetching.ofTokens(way, null, null));
        }
    }
}
