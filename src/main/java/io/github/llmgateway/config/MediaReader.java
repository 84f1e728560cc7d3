package io.github.llmgateway.config;

import static io.github.llmgateway.config.ServerReader.first;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads how pictures and documents are fetched that clients give by their addresses. */
final class MediaReader {

    private static final Pattern NAME = Pattern.compile("(\\*?\\.)?[a-z0-9]([a-z0-9_.-]*[a-z0-9])?(:[0-9]{1,5})?");
    private static final Pattern BRACKETED = Pattern.compile("\\[[0-9a-f:.]+](:[0-9]{1,5})?");

    private final Section litellm;
    private final Section gateway;
    private final KnownKeys known;

    MediaReader(Section litellm, Section gateway, KnownKeys known) {
        this.litellm = litellm;
        this.gateway = gateway;
        this.known = known;
    }

    MediaSettings media() {
        MediaSettings unset = MediaSettings.DEFAULT;
        Section own = gateway.section("media");
        Section media = own == null ? Section.absent(gateway, "media") : own;
        List<String> hosts = new ArrayList<>(hosts(media, "allow_hosts"));
        hosts.addAll(hosts(litellm, "user_url_allowed_hosts"));
        boolean checked = litellm.flag("user_url_validation", true);
        MediaSettings settings = new MediaSettings(
                media.flag("enabled", unset.enabled()),
                first(media.integer("max_bytes", 1), unset.maxBytes()),
                first(media.seconds("timeout_seconds", false), unset.timeout()),
                hosts,
                !checked);
        if (own != null) {
            known.tellUnused(own, "media");
        }
        return settings;
    }

    private static List<String> hosts(Section section, String key) {
        List<String> hosts = new ArrayList<>();
        List<String> texts = section.texts(key);
        for (String text : texts == null ? List.<String>of() : texts) {
            String host = text.strip().toLowerCase(Locale.ROOT);
            if (NAME.matcher(host).matches() || BRACKETED.matcher(host).matches() || Network.parse(host) != null) {
                hosts.add(host);
            } else {
                section.error(key, "found something that is neither a host nor a range of addresses",
                        "write it as pictures.corp.example, .corp.example, 10.1.2.3:8080 or 10.0.0.0/8");
            }
        }
        return hosts;
    }
}
