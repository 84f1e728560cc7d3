package io.github.llmgateway.routing;

import org.apache.camel.Category;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** A model group as an endpoint. */
@UriEndpoint(firstVersion = "0.1.0", scheme = "llm", title = "LLM model group", syntax = "llm:group",
        category = {Category.AI})
public class LlmEndpoint extends DefaultEndpoint {

    @UriPath(description = "The model group, an alias, or a name that a wildcard fits; resolved: what the call was resolved to")
    private final String group;
    @UriParam(description = "Dialect of a body that came through no door", defaultValue = "openai")
    private String dialect = "openai";

    LlmEndpoint(String uri, Component component, String group) {
        super(uri, component);
        this.group = group;
    }

    @Override
    public Producer createProducer() {
        return new LlmProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        LlmConsumer consumer = new LlmConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public LlmComponent getComponent() {
        return (LlmComponent) super.getComponent();
    }

    public String getGroup() {
        return group;
    }

    public String getDialect() {
        return dialect;
    }

    public void setDialect(String dialect) {
        this.dialect = dialect;
    }
}
