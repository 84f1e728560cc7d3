package io.github.llmgateway.config;

import static io.github.llmgateway.config.ServerReader.first;

import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads how requests are routed: from {@code router_settings}, and what those lack from {@code litellm_settings}. */
final class RoutingReader {

    private static final Set<String> AFFINITY = Set.of("prompt_caching", "deployment_affinity", "session_affinity");

    private final Section router;
    private final Section litellm;
    private final Section gateway;
    private final GroupNames groups;

    RoutingReader(Section router, Section litellm, Section gateway, GroupNames groups) {
        this.router = router;
        this.litellm = litellm;
        this.gateway = gateway;
        this.groups = groups;
    }

    RoutingSettings routing() {
        Map<String, ModelAlias> aliases = new AliasReader(in("model_group_alias"), groups).aliases();
        Duration requestTimeout = in("request_timeout").seconds("request_timeout", false);
        Duration timeout = first(in("timeout").seconds("timeout", false), requestTimeout);
        Boolean oldName = in("enable_pre_call_check").flag("enable_pre_call_check");
        Boolean preCallChecks = first(in("enable_pre_call_checks").flag("enable_pre_call_checks"), oldName, false);
        return new RoutingSettings(
                strategy(),
                first(timeout, RoutingSettings.DEFAULT_TIMEOUT),
                in("stream_timeout").seconds("stream_timeout", false),
                retries(aliases.keySet()),
                cooldown(),
                fallbacks(aliases),
                aliases,
                preCallChecks,
                stickiness(),
                tagFilter());
    }

    /** The section whose value of a key holds. */
    private Section in(String key) {
        if (router.has(key) && litellm.has(key)) {
            // Asked for as well, so that it does not count as unused.
            litellm.asked().add(key);
        }
        return router.has(key) ? router : litellm;
    }

    private RoutingStrategy strategy() {
        Section section = in("routing_strategy");
        String text = section.text("routing_strategy");
        if (text == null) {
            return RoutingStrategy.SIMPLE_SHUFFLE;
        }
        return RoutingStrategy.of(text.strip()).orElseGet(() -> {
            List<String> keys = RoutingStrategy.keys();
            String mend = Nearest.mend(text, keys, "use one of " + String.join(", ", keys));
            section.error("routing_strategy", "unknown strategy \"" + text + "\"", mend);
            return RoutingStrategy.SIMPLE_SHUFFLE;
        });
    }

    private Retries retries(Set<String> aliases) {
        Retries unset = Retries.DEFAULT;
        Section policy = in("retry_policy").section("retry_policy");
        Section byGroup = in("model_group_retry_policy").section("model_group_retry_policy");
        Map<String, RetryPolicy> groupPolicies = new LinkedHashMap<>();
        if (byGroup != null) {
            for (String group : byGroup.keys()) {
                Section own = byGroup.section(group);
                if (!groups.serves(group) && !aliases.contains(group)) {
                    byGroup.error(group, "no model group \"" + group + "\"", Nearest.mend(group, groups.names(), "name one of model_list"));
                } else if (own != null) {
                    groupPolicies.put(group, retryPolicy(own));
                }
            }
        }
        return new Retries(
                first(in("num_retries").integer("num_retries", 0), unset.count()),
                first(in("retry_after").seconds("retry_after", true), unset.retryAfter()),
                policy == null ? unset.policy() : retryPolicy(policy),
                groupPolicies);
    }

    private static RetryPolicy retryPolicy(Section policy) {
        Integer otherwise = policy.integer("DefaultRetries", 0);
        return new RetryPolicy(byKind(policy, "Retries"), otherwise);
    }

    private static Map<ErrorKind, Integer> byKind(Section policy, String suffix) {
        Map<ErrorKind, Integer> numbers = new EnumMap<>(ErrorKind.class);
        for (ErrorKind kind : ErrorKind.values()) {
            Integer number = policy.integer(kind.key() + suffix, 0);
            if (number != null) {
                numbers.put(kind, number);
            }
        }
        for (String key : policy.keys()) {
            if (!policy.asked().contains(key)) {
                policy.notice(key, "unknown key, ignored", Nearest.mend(key, policy.asked(), ""));
            }
        }
        return numbers;
    }

    private Cooldown cooldown() {
        Cooldown unset = Cooldown.DEFAULT;
        Section policy = in("allowed_fails_policy").section("allowed_fails_policy");
        return new Cooldown(
                !in("disable_cooldowns").flag("disable_cooldowns", false),
                first(in("allowed_fails").integer("allowed_fails", 0), unset.allowedFails()),
                policy == null ? unset.allowedFailsPolicy() : byKind(policy, "AllowedFails"),
                first(in("cooldown_time").seconds("cooldown_time", true), unset.time()));
    }

    private Fallbacks fallbacks(Map<String, ModelAlias> aliases) {
        FallbackReader reader = new FallbackReader(groups, aliases);
        return new Fallbacks(
                reader.byGroup(in("fallbacks"), "fallbacks"),
                reader.byGroup(in("context_window_fallbacks"), "context_window_fallbacks"),
                reader.byGroup(in("content_policy_fallbacks"), "content_policy_fallbacks"),
                reader.list(in("default_fallbacks"), "default_fallbacks"),
                first(in("max_fallbacks").integer("max_fallbacks", 0), Fallbacks.DEFAULT.max()));
    }

    private Stickiness stickiness() {
        List<String> checks = in("optional_pre_call_checks").texts("optional_pre_call_checks");
        boolean asked = false;
        for (String check : checks == null ? List.<String>of() : checks) {
            if (AFFINITY.contains(check)) {
                asked = true;
            } else {
                String message = "\"" + check + "\" is not acted on";
                in("optional_pre_call_checks").notice("optional_pre_call_checks", message, Nearest.mend(check, AFFINITY, ""));
            }
        }
        String own = gateway.written("sticky");
        if (own == null) {
            return asked ? Stickiness.ALWAYS : Stickiness.AUTO;
        }
        return switch (own.strip().toLowerCase(Locale.ROOT)) {
            case "auto" -> Stickiness.AUTO;
            case "true", "yes", "on", "always" -> Stickiness.ALWAYS;
            case "false", "no", "off", "never" -> Stickiness.NEVER;
            default -> {
                gateway.error("sticky", "found something else than auto, always or never", "write one of them");
                yield Stickiness.AUTO;
            }
        };
    }

    private TagFilter tagFilter() {
        boolean any = in("tag_filtering_match_any").flag("tag_filtering_match_any", true);
        boolean enabled = in("enable_tag_filtering").flag("enable_tag_filtering", false);
        return enabled ? any ? TagFilter.ANY : TagFilter.ALL : TagFilter.OFF;
    }

    /** Names that a target may have, for suggestions. */
    static Set<String> targets(GroupNames groups, Map<String, ModelAlias> aliases) {
        Set<String> names = new TreeSet<>(groups.names());
        names.addAll(aliases.keySet());
        return names;
    }
}
