package io.github.llmgateway.routing;

import io.github.llmgateway.call.Call;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.TagFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;

/**
 * Which deployments of a group a request may have, by its tags. What a rule of the routes demands (exchange property
 * {@code tags}) holds always and first; among the rest the client chooses, where {@code enable_tag_filtering} lets it,
 * by LiteLLM's rules (docs.litellm.ai/docs/proxy/tag_routing): a deployment with one of its tags
 * ({@code tag_filtering_match_any: false}: with all), else those with the tag {@code default} unless another deployment
 * has what was asked for; {@code &tag} must be there, {@code !tag} must not; who asks for none gets those with
 * {@code default}, or all where there are none.
 *
 * <p>All deployments are looked at, not only those that are well: who asked for a region is not sent to another one
 * because its own rests.
 */
final class Tags {

    /** The exchange property by which a rule of the route demands tags: a list, or a text with commas. */
    static final String PROPERTY = "tags";
    /** The code of the refusal. */
    static final String NONE = "no_deployments_with_tags";

    private static final String DEFAULT = "default";
    private static final int LONGEST_SHOWN = 300;

    private final String group;
    private final List<Deployment> deployments;
    private final TagFilter filter;
    private final Set<String> all;

    /** The tags of a group's deployments. */
    Tags(String group, List<Deployment> deployments, TagFilter filter) {
        this.group = group;
        this.deployments = deployments;
        this.filter = filter;
        this.all = ids(deployments);
    }

    /** The ids of the deployments that the request may have; {@code INVALID_REQUEST}: there are none. */
    Set<String> admitted(Exchange exchange) throws Failure {
        List<String> demanded = demanded(exchange.getProperty(PROPERTY));
        if (demanded.isEmpty() && filter == TagFilter.OFF) {
            return all;
        }
        List<String> asked = filter == TagFilter.OFF ? List.of() : Call.of(exchange).getTags();
        List<Deployment> left = deployments;
        if (!demanded.isEmpty()) {
            left = strictly(left, demanded, filter == TagFilter.ALL);
        }
        if (filter != TagFilter.OFF) {
            left = chosen(left, asked, filter == TagFilter.ALL);
        }
        if (left.isEmpty()) {
            throw none(demanded, asked);
        }
        return ids(left);
    }

    private static Set<String> ids(List<Deployment> deployments) {
        return deployments.stream().map(Deployment::id).collect(Collectors.toUnmodifiableSet());
    }

    private static List<String> demanded(Object property) {
        if (property instanceof Collection<?> several) {
            return several.stream().map(String::valueOf).toList();
        }
        return property == null ? List.of() : Arrays.stream(property.toString().split(","))
                .map(String::strip).filter(tag -> !tag.isEmpty()).toList();
    }

    private static List<Deployment> chosen(List<Deployment> from, List<String> asked, boolean all) {
        List<String> plain = new ArrayList<>(asked);
        plain.removeIf(Tags::marked);
        if (!plain.isEmpty()) {
            List<Deployment> found = strictly(from, asked, all);
            boolean known = from.stream().anyMatch(each -> each.selection().tags().stream().anyMatch(plain::contains));
            return found.isEmpty() && !known ? withDefault(strictly(from, marks(asked), all)) : found;
        }
        boolean demands = asked.stream().anyMatch(tag -> tag.startsWith("&"));
        List<Deployment> pool = withDefault(from);
        return strictly(demands || pool.isEmpty() ? from : pool, asked, all);
    }

    /** Those that have what is asked for. */
    private static List<Deployment> strictly(List<Deployment> from, List<String> asked, boolean all) {
        List<String> plain = new ArrayList<>();
        Set<String> needed = new HashSet<>();
        Set<String> unwanted = new HashSet<>();
        for (String tag : asked) {
            if (!marked(tag)) {
                plain.add(tag);
            } else {
                (tag.startsWith("&") ? needed : unwanted).add(tag.substring(1));
            }
        }
        return from.stream().filter(each -> {
            List<String> own = each.selection().tags();
            boolean fits = plain.isEmpty()
                    || (all ? own.containsAll(plain) : own.stream().anyMatch(plain::contains));
            return fits && own.containsAll(needed) && own.stream().noneMatch(unwanted::contains);
        }).toList();
    }

    private static List<Deployment> withDefault(List<Deployment> from) {
        return from.stream().filter(each -> each.selection().tags().contains(DEFAULT)).toList();
    }

    private static List<String> marks(List<String> tags) {
        return tags.stream().filter(Tags::marked).toList();
    }

    private static boolean marked(String tag) {
        return tag.length() > 1 && (tag.startsWith("&") || tag.startsWith("!"));
    }

    private Failure none(List<String> demanded, List<String> asked) {
        Set<String> known = new TreeSet<>();
        deployments.forEach(each -> known.addAll(each.selection().tags()));
        return Failure.badRequest("The model " + group + " has no deployment with the tags "
                + shown(asked) + (demanded.isEmpty() ? "" : ", of those that the gateway's rules allow: "
                + shown(demanded)) + ". Its deployments have " + shown(known) + ".", PROPERTY).withCode(NONE);
    }

    private static String shown(Collection<String> tags) {
        String all = tags.isEmpty() ? "none" : String.join(", ", tags);
        return all.length() <= LONGEST_SHOWN ? all : all.substring(0, LONGEST_SHOWN) + "…";
    }
}
