package io.github.llmgateway.gateway;

import io.github.llmgateway.call.NonBlocking;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.MethodCallExpression;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Runs what may block away from the event loops, and brings the exchange back: whoever adds a step to a route need not
 * know about event loops. What is known not to block stays where it is: the endpoints and EIPs below and beans that
 * are {@link NonBlocking}.
 */
final class OffLoop implements InterceptStrategy {

    private static final Set<String> SCHEMES = Set.of("direct", "llm", "provider", "kamelet", "log", "mock");
    private static final Set<String> EIPS = Set.of("choice", "when", "otherwise", "filter", "setHeader", "setHeaders",
            "setBody", "setProperty", "setVariable", "setVariables", "removeHeader", "removeHeaders", "removeProperty",
            "removeProperties", "removeVariable", "stop", "throwException", "doTry", "doCatch", "doFinally",
            "onException", "onCompletion", "loadBalance", "log", "wireTap", "pipeline", "step", "delay",
            "rollback", "kamelet");

    private final Executor executor;

    OffLoop(Executor executor) {
        this.executor = executor;
    }

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode definition, Processor target,
            Processor nextTarget) {
        return blocks(context, definition) ? new Elsewhere(AsyncProcessorConverterHelper.convert(target)) : target;
    }

    private static boolean blocks(CamelContext context, NamedNode definition) {
        if (definition instanceof ProcessDefinition process) {
            Object bean = process.getRef() == null ? null : context.getRegistry().lookupByName(process.getRef());
            return !(bean instanceof NonBlocking);
        }
        if (definition instanceof ToDefinition to) {
            return !SCHEMES.contains(scheme(to.getEndpointUri()));
        }
        if (definition instanceof ToDynamicDefinition to) {
            return !SCHEMES.contains(scheme(to.getUri()));
        }
        return !EIPS.contains(definition.getShortName()) || callsBean(definition);
    }

    /** An expression may call a bean, and what that does nobody knows. */
    private static boolean callsBean(NamedNode definition) {
        if (definition instanceof ChoiceDefinition choice) {
            return choice.getWhenClauses().stream().anyMatch(when -> callsBean(when.getExpression()));
        }
        return definition instanceof ExpressionNode node && callsBean(node.getExpression());
    }

    private static boolean callsBean(ExpressionDefinition expression) {
        return expression instanceof MethodCallExpression
                || expression != null && String.valueOf(expression.getExpression()).contains("bean:");
    }

    private static String scheme(String uri) {
        int colon = uri == null ? -1 : uri.indexOf(':');
        return colon < 0 ? "" : uri.substring(0, colon);
    }

    /** A step that runs on the executor when it is reached on an event loop. */
    private final class Elsewhere extends DelegateAsyncProcessor {

        Elsewhere(AsyncProcessor target) {
            super(target);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            if (!Context.isOnEventLoopThread()) {
                return super.process(exchange, callback);
            }
            Context loop = Vertx.currentContext();
            try {
                executor.execute(() -> super.process(exchange,
                        doneSync -> loop.runOnContext(back -> callback.done(false))));
                return false;
            } catch (RejectedExecutionException full) {
                exchange.setException(Failure.of(
                        FailureKind.UNAVAILABLE,
                        "The gateway has more to do than it can.").withRetryAfterMillis(1000));
                callback.done(true);
                return true;
            }
        }
    }
}
