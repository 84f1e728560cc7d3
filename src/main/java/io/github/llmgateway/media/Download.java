package io.github.llmgateway.media;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.config.MediaSettings;
import io.github.llmgateway.upstream.Fetch;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches one address, redirects included; each of them is checked like the first. */
final class Download {

    private static final Logger LOG = LoggerFactory.getLogger(Download.class);
    private static final int MOST_REDIRECTS = 3;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final MultiMap HEADERS = HttpHeaders.headers()
            .add(HttpHeaders.ACCEPT, "image/*,application/pdf,text/plain;q=0.8")
            .add(HttpHeaders.USER_AGENT, "llm-gateway");

    private final Fetch fetch;
    private final Admission admission;
    private final MediaSettings settings;
    private final Wanted wanted;
    private final Future<?> givenUp;
    private final long deadline;
    /** The latest. */
    private Target asked;
    private int redirects;

    /** One that begins now; {@code givenUp} ends it. */
    Download(Fetch fetch, Admission admission, MediaSettings settings, Wanted wanted, Future<?> givenUp) {
        this.fetch = fetch;
        this.admission = admission;
        this.settings = settings;
        this.wanted = wanted;
        this.givenUp = givenUp;
        this.deadline = System.nanoTime() + settings.timeout().toNanos();
    }

    /** What is there; fails with a {@link Failure} that names the field and the host, or with {@code CLIENT_LEFT}. */
    Future<Media> media() {
        return begin().recover(thrown -> Future.failedFuture(failure(thrown)));
    }

    private Future<Media> begin() {
        try {
            return ask(Target.of(wanted.url()));
        } catch (Refused refused) {
            return Future.failedFuture(refused);
        }
    }

    private Future<Media> ask(Target target) throws Refused {
        asked = target;
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new Refused(target.host() + " was not reached in time, after redirects.");
        }
        return fetch.send(new Fetch.Request(HttpMethod.GET, target.uri(), HEADERS, null, millis, settings.maxBytes(),
                null, admission.addresses(target), givenUp)).compose(came -> {
                    try {
                        return answered(target, came);
                    } catch (Refused refused) {
                        return Future.failedFuture(refused);
                    }
                });
    }

    private Future<Media> answered(Target target, Fetch.Fetched came) throws Refused {
        String location = came.headers().get(HttpHeaders.LOCATION);
        if (REDIRECTS.contains(came.status()) && location != null) {
            if (redirects == MOST_REDIRECTS) {
                throw new Refused(target.host() + " redirects more than " + MOST_REDIRECTS + " times.");
            }
            redirects++;
            Target next = target.redirected(location);
            if (target.https() && !next.https()) {
                throw new Refused(target.host() + " redirects from https to http.");
            }
            return ask(next);
        }
        if (came.status() != 200) {
            throw new Refused(target.host() + " answered " + came.status() + ".");
        }
        return Future.succeededFuture(Media.of(came.body(), came.headers().get(HttpHeaders.CONTENT_TYPE), wanted,
                target.host()));
    }

    private Failure failure(Throwable thrown) {
        if (thrown instanceof Failure failure && failure.kind() == FailureKind.CLIENT_LEFT) {
            return failure;
        }
        // What may not be fetched from, and what is too large, the operator can allow.
        String mend = "";
        if (thrown instanceof Failure failure) {
            mend = switch (failure.kind()) {
                case PERMISSION -> ", or let the operator allow the host in gateway_settings.media.allow_hosts";
                case TOO_LARGE -> ", or let the operator raise gateway_settings.media.max_bytes";
                default -> "";
            };
        }
        return Failure.badRequest(wanted.field() + ": " + why(thrown) + " Send the bytes in base64 instead" + mend + ".",
                wanted.field());
    }

    /** In words for the client: how the gateway gets out of its network is the operator's, and told to its log. */
    private String why(Throwable thrown) {
        boolean unreachable = thrown instanceof Failure failure && failure.kind() == FailureKind.UNAVAILABLE;
        if (!unreachable) {
            return thrown instanceof Failure || thrown instanceof Refused ? thrown.getMessage()
                    : "It could not be fetched.";
        }
        LOG.info("{} could not be fetched: {}", wanted.field(), thrown.getMessage());
        return asked.host() + " cannot be reached.";
    }
}
