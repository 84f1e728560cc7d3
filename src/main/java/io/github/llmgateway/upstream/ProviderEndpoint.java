package io.github.llmgateway.upstream;

import io.github.llmgateway.chat.Operation;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** One deployment as an endpoint: where its paths are and how its key is shown. */
@UriEndpoint(firstVersion = "0.1.0", scheme = "provider", title = "LLM provider", syntax = "provider:deployment",
        producerOnly = true, category = {Category.AI})
public class ProviderEndpoint extends DefaultEndpoint {

    private final Outbound outbound;

    @UriPath(description = "Id of the deployment in the configuration")
    private final String deployment;
    @UriParam(description = "Path that answers conversations; {model} stands for the model's name")
    private String chat;
    @UriParam(description = "Path that answers conversations with events, where it is another one")
    private String chatStream;
    @UriParam(description = "Path that counts tokens")
    private String countTokens;
    @UriParam(description = "Path that continues texts")
    private String completion;
    @UriParam(description = "Path that embeds texts")
    private String embedding;
    @UriParam(description = "How the key is shown: bearer, or the name of a header; unless said, as the "
            + "deployment's API wants it")
    private String authorization;
    @UriParam(description = "Who shows the provider who asks where the deployment has no key: aws, google, entra; "
            + "unless authorization is said, as the deployment's API wants it")
    private String credentials;
    @UriParam(description = "The client's headers that go along if it speaks the provider's dialect, by name or prefix*")
    private String forward = "";
    @UriParam(description = "Headers that are sent unless the client sends them: name=value, separated by commas")
    private String headers = "";

    ProviderEndpoint(String uri, ProviderComponent component, String deployment, Outbound outbound) {
        super(uri, component);
        this.deployment = deployment;
        this.outbound = outbound;
    }

    @Override
    public Producer createProducer() {
        return new ProviderProducer(this, outbound);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("a provider is called, it does not call");
    }

    /** The path for an operation; null: the provider has none. */
    String path(Operation operation, boolean stream) {
        return switch (operation) {
            case CHAT -> stream && chatStream != null ? chatStream : chat;
            case COUNT_TOKENS -> countTokens;
            case COMPLETION -> completion;
            case EMBEDDING -> embedding;
            case PASSAGE -> null;
        };
    }

    public String getDeployment() {
        return deployment;
    }

    public String getChat() {
        return chat;
    }

    public void setChat(String chat) {
        this.chat = chat;
    }

    public String getChatStream() {
        return chatStream;
    }

    public void setChatStream(String chatStream) {
        this.chatStream = chatStream;
    }

    public String getCredentials() {
        return credentials;
    }

    public void setCredentials(String credentials) {
        this.credentials = credentials;
    }

    public String getCountTokens() {
        return countTokens;
    }

    public void setCountTokens(String countTokens) {
        this.countTokens = countTokens;
    }

    public String getCompletion() {
        return completion;
    }

    public void setCompletion(String completion) {
        this.completion = completion;
    }

    public String getEmbedding() {
        return embedding;
    }

    public void setEmbedding(String embedding) {
        this.embedding = embedding;
    }

    public String getAuthorization() {
        return authorization;
    }

    public void setAuthorization(String authorization) {
        this.authorization = authorization;
    }

    public String getForward() {
        return forward;
    }

    public void setForward(String forward) {
        this.forward = forward;
    }

    public String getHeaders() {
        return headers;
    }

    public void setHeaders(String headers) {
        this.headers = headers;
    }
}
