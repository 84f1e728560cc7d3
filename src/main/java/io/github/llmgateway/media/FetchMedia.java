package io.github.llmgateway.media;

import io.github.llmgateway.body.MediaUrl;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.body.Splice;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.call.EventLoop;
import io.github.llmgateway.call.NonBlocking;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.config.LimitSettings;
import io.github.llmgateway.config.MediaSettings;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.upstream.Fetch;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Fetches the pictures and documents that a client gives by their addresses, and puts the bytes in their place. Stands
 * before the writer of a provider that takes only bytes. All of a request are fetched at once, equal addresses once,
 * and not again when another deployment is tried. What cannot be had is the client's to mend: {@code INVALID_REQUEST} names
 * the field and the host. A client that leaves ends it. Requests without addresses pass as if the step were not there.
 */
public final class FetchMedia extends AsyncProcessorSupport implements NonBlocking {

    /** How many different addresses one request may have. */
    private static final int MOST = 20;
    private static final String FETCHED = "fetchedMedia";

    private final Fetch fetch;
    private final GatewayConfig config;
    private final boolean documentsAlone;
    private final MediaSettings settings;
    private final LimitSettings limits;
    private final Admission admission;
    private final Room room;

    /** Fetches pictures and documents by the way out and within the bounds of {@code config}, into {@code room}. */
    public FetchMedia(Fetch fetch, GatewayConfig config, Room room) {
        this(fetch, config, room, false);
    }

    private FetchMedia(Fetch fetch, GatewayConfig config, Room room, boolean documentsAlone) {
        this.fetch = fetch;
        this.documentsAlone = documentsAlone;
        this.config = config;
        this.settings = config.media();
        this.limits = config.limits();
        this.admission = new Admission(settings);
        this.room = room;
    }

    /** The same for a provider that fetches pictures itself. */
    public FetchMedia forDocuments() {
        return new FetchMedia(fetch, config, room, true);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Call call = Call.of(exchange);
        try {
            List<Wanted> wanted = wanted(call);
            if (wanted.isEmpty()) {
                callback.done(true);
                return true;
            }
            Map<String, Media> had = exchange.getProperty(FETCHED, Map.of(), Map.class);
            if (wanted.stream().allMatch(each -> had.containsKey(each.url()))) {
                put(call, had);
                callback.done(true);
                return true;
            }
            fetch(exchange, call, different(wanted), callback);
            return false;
        } catch (Failure failure) {
            exchange.setException(failure);
            callback.done(true);
            return true;
        }
    }

    /** What is to be fetched. Of a dialect whose scan tells the places, nothing is read for it. */
    private List<Wanted> wanted(Call call) throws Failure {
        if (call == null || call.attempt() == null || !settings.enabled()
                || call.operation() != Operation.CHAT && call.operation() != Operation.COUNT_TOKENS) {
            return List.of();
        }
        Outline outline = call.outline();
        if (!outline.documents && (documentsAlone || !outline.images)) {
            return List.of();
        }
        List<Wanted> all = outline.mediaUrls == null ? Addresses.in(call.conversation())
                : outline.mediaUrls.stream()
                        .map(each -> new Wanted(each.url(), each.document(), each.field())).toList();
        List<Wanted> wanted = documentsAlone ? all.stream().filter(Wanted::document).toList() : all;
        if (wanted.size() > MediaUrl.MOST) {
            throw Failure.badRequest("messages: more than " + MediaUrl.MOST + " pictures and documents are given by "
                    + "their addresses. Send fewer.", "messages");
        }
        return wanted;
    }

    /** One for each address. */
    private static List<Wanted> different(List<Wanted> all) throws Failure {
        Map<String, Wanted> different = new LinkedHashMap<>();
        for (Wanted each : all) {
            Wanted other = different.putIfAbsent(each.url(), each);
            if (other != null && other.document() != each.document()) {
                throw Failure.badRequest(each.field() + ": the same address is a picture's in one place and a document's "
                        + "in another.", each.field());
            }
        }
        if (different.size() > MOST) {
            throw Failure.badRequest("messages: pictures and documents of more than " + MOST + " addresses are not "
                    + "fetched for one request. Send the bytes of some in base64 instead.", "messages");
        }
        return List.copyOf(different.values());
    }

    private void fetch(Exchange exchange, Call call, List<Wanted> wanted, AsyncCallback callback) {
        Context bound = EventLoop.of(exchange);
        Context loop = bound != null ? bound : Vertx.currentContext();
        Promise<Void> givenUp = Promise.promise();
        Holding holding = new Holding(room);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                holding.end();
            }
        });
        AtomicLong total = new AtomicLong();
        List<Future<Media>> downloads = wanted.stream()
                .map(each -> download(each, loop, holding, total, givenUp.future())).toList();
        Promise<Object> outcome = promise(loop);
        Future.all(downloads).onSuccess(outcome::tryComplete).onFailure(outcome::tryFail);
        call.onCancel(() -> {
            outcome.tryFail(Failure.of(FailureKind.CLIENT_LEFT, "The client has left."));
            givenUp.tryComplete();
        });
        outcome.future().onComplete(done -> {
            givenUp.tryComplete();
            if (done.failed()) {
                exchange.setException(done.cause());
            } else {
                Map<String, Media> fetched = new HashMap<>();
                for (int i = 0; i < wanted.size(); i++) {
                    fetched.put(wanted.get(i).url(), downloads.get(i).result());
                }
                exchange.setProperty(FETCHED, fetched);
                put(call, fetched);
            }
            callback.done(false);
        });
    }

    private Future<Media> download(Wanted wanted, Context loop, Holding holding, AtomicLong total, Future<?> givenUp) {
        // In base64 it takes a third more.
        long most = settings.maxBytes() / 3L * 4 + 4;
        Promise<Void> turn = promise(loop);
        room.take(most, limits.bufferWait().toMillis()).onComplete(turn);
        return turn.future().compose(ignored -> new Download(fetch, admission, settings, wanted, givenUp).media()
                .onFailure(none -> room.give(most))
                .compose(media -> {
                    long held = Math.min(most, media.held());
                    room.give(most - held);
                    holding.add(held);
                    return total.addAndGet(media.held()) <= limits.maxRequestBytes() ? Future.succeededFuture(media)
                            : Future.failedFuture(Failure.badRequest(wanted.field() + ": with the pictures and documents "
                                    + "at their addresses the request is larger than " + limits.maxRequestBytes()
                                    + " bytes. Send fewer or smaller ones.", wanted.field()));
                }));
    }

    /** One whose listeners run on the exchange's event loop, if it has one. */
    private static <T> Promise<T> promise(Context loop) {
        return loop == null ? Promise.promise() : ((ContextInternal) loop).promise();
    }

    /** Both ways; one of them is taken, by whether the client speaks the provider's dialect. */
    private static void put(Call call, Map<String, Media> fetched) {
        List<MediaUrl> places = call.outline().mediaUrls;
        if (places != null) {
            Map<String, byte[]> written = new HashMap<>();
            for (MediaUrl place : places) {
                if (fetched.containsKey(place.url())) {
                    byte[] bytes = written.computeIfAbsent(place.url(), url -> json(fetched.get(url)));
                    call.attempt().splices().add(new Splice(place.start(), place.end(), bytes));
                }
            }
        }
        call.attempt().rewriting(said -> Addresses.replaced(said, fetched));
    }

    /** Anthropic's {@code source} (platform.claude.com/docs, Messages API, {@code Base64ImageSource} and others). */
    private static byte[] json(Media media) {
        if (media.base64() == null) {
            return Json.bytes(Json.object().put("type", "text").put("media_type", media.type())
                    .put("data", media.text()));
        }
        byte[] head = ("{\"type\":\"base64\",\"media_type\":\"" + media.type() + "\",\"data\":\"")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(head, head.length + media.base64().length + 2);
        System.arraycopy(media.base64(), 0, whole, head.length, media.base64().length);
        whole[whole.length - 2] = '"';
        whole[whole.length - 1] = '}';
        return whole;
    }
}
