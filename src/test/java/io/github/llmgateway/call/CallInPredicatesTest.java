package io.github.llmgateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.component.bean.DefaultParameterMappingStrategy;
import org.junit.jupiter.api.Test;

/**
 * Routes read the request in predicates ({@code ${body.model}}). Camel keeps what it knows of a class, but by instance if
 * one of its methods has a parameter that Camel fills by itself: each predicate would reflect anew, and the last thousand
 * requests would stay in memory.
 */
class CallInPredicatesTest {

    @Test
    void camelKnowsARequestByItsClassAndHoldsNoInstance() {
        assertThat(filledByCamel(Call.class)).isEmpty();
    }

    @Test
    void whatComesAndGoesInPlaceOfARequestIsKnownByItsClassToo() {
        assertThat(filledByCamel(Answer.class)).isEmpty();
        assertThat(filledByCamel(Outgoing.class)).isEmpty();
        assertThat(filledByCamel(Incoming.class)).isEmpty();
    }

    private static List<Method> filledByCamel(Class<?> body) {
        return Arrays.stream(body.getMethods())
                .filter(method -> Arrays.stream(method.getParameterTypes()).anyMatch(type ->
                        DefaultParameterMappingStrategy.INSTANCE.getDefaultParameterTypeExpression(type) != null))
                .toList();
    }
}
