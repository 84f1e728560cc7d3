package io.github.llmgateway.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.config.BetaRules;
import io.github.llmgateway.dialect.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The betas that an Anthropic client asks for, in its header or, as on Bedrock, in its body, and what a provider makes of
 * them: rules drop and rename them, and what a deployment refuses it is not asked for again.
 */
public final class Betas {

    /** Anthropic: "Unexpected value(s) `a`, `b` for the `anthropic-beta` header." */
    private static final Pattern NAMED = Pattern.compile("Unexpected value\\(s\\)(.*)for the `anthropic-beta` header");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    /** Bedrock: "invalid beta flag", without saying which. */
    private static final String UNNAMED = "invalid beta flag";

    private final BetaRules rules;
    private final RefusedFeatures refused;

    /** Betas by {@code rules}, less what is {@code refused}. */
    public Betas(BetaRules rules, RefusedFeatures refused) {
        this.rules = rules;
        this.refused = refused;
    }

    /**
     * What the deployment under way is asked for, each once, in the client's order; what is left out is noted, and the
     * fields that it would refuse without are taken out, too.
     */
    List<String> of(Call call, Edits edits) {
        Set<String> leftOut = new LinkedHashSet<>();
        List<String> sent = choose(call, leftOut);
        leftOut.forEach(beta -> call.dropped().add("anthropic-beta:" + beta));
        BetaFields.without(leftOut, call, edits);
        return sent;
    }

    private List<String> choose(Call call, Set<String> leftOut) {
        BetaRules.Rule rule = rules.of(call.attempt().provider());
        Set<String> not = refused.of(call.attempt().deployment());
        Set<String> betas = new LinkedHashSet<>();
        for (String asked : asked(call)) {
            String name = rule.rename().getOrDefault(asked, asked);
            if (rule.drop().contains(asked) || not.contains(name)) {
                leftOut.add(asked);
            } else {
                betas.add(name);
            }
        }
        return new ArrayList<>(betas);
    }

    /** Whether anything of what the client asks is changed by rules or by what has been learnt. */
    boolean concerns(Call call) {
        return rules.byProvider().containsKey(call.attempt().provider())
                || !refused.of(call.attempt().deployment()).isEmpty();
    }

    /** Takes out the fields and blocks that the deployment has refused before. */
    void removeRefusedFields(Call call, Edits edits) {
        for (String feature : refused.of(call.attempt().deployment())) {
            if (RefusedField.is(feature)) {
                edits.removeMembers(feature);
            } else if (feature.equals(ToolChanges.FEATURE)) {
                ToolChanges.inWords(call, edits);
            }
        }
    }

    /** Looks for a refused beta, field or block; what is new is learnt, and the failure says so by its code. */
    Failure learn(Call call, Failure failure) {
        if (failure.kind() != FailureKind.INVALID_REQUEST || failure.getMessage() == null) {
            return failure;
        }
        String message = failure.getMessage();
        String deployment = call.attempt().deployment();
        boolean learnt = false;
        Matcher named = NAMED.matcher(message);
        String field = RefusedField.in(message);
        if (named.find()) {
            Matcher names = QUOTED.matcher(named.group(1));
            while (names.find()) {
                learnt |= refused.add(deployment, names.group(1));
            }
        } else if (message.contains(UNNAMED)) {
            for (String beta : choose(call, new LinkedHashSet<>())) {
                if (!rules.of(call.attempt().provider()).keep().contains(beta)) {
                    learnt |= refused.add(deployment, beta);
                }
            }
        } else if (field != null) {
            learnt = refused.add(deployment, field);
        } else if (ToolChanges.refusedIn(message)) {
            learnt = refused.add(deployment, ToolChanges.FEATURE);
        }
        return learnt ? failure.withCode(Failure.FEATURE_REFUSED) : failure;
    }

    private static Set<String> asked(Call call) {
        Set<String> betas = new LinkedHashSet<>();
        for (String header : call.headers().getAll("anthropic-beta")) {
            for (String beta : header.split(",")) {
                if (!beta.isBlank()) {
                    betas.add(beta.strip());
                }
            }
        }
        Outline.Field field = call.outline().field("anthropic_beta");
        if (field != null) {
            JsonNode list = Json.parse(call.content().copy(field.value(), field.end()));
            if (list != null) {
                list.forEach(beta -> betas.add(beta.asText()));
            }
        }
        return betas;
    }
}
