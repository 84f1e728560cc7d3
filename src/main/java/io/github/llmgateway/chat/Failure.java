package io.github.llmgateway.chat;

/**
 * Why there is no answer: a refusal of our own or a provider's error. Immutable but for what {@code with…} methods
 * copy. Carries no stack trace: it is an answer, not a defect. The message is for the client and holds no content.
 */
public final class Failure extends Exception {

    /** Where a provider's own words came from, to be forwarded untouched to a client of the same dialect. */
    public record Verbatim(String dialect, byte[] body, String contentType) {
        @Override
        public String toString() {
            return "Verbatim[" + dialect + ", " + body.length + " bytes]";
        }
    }

    /** The code that says: without what the deployment has just refused, and will not be sent again, it may answer. */
    public static final String FEATURE_REFUSED = "feature_refused";

    private final FailureKind kind;
    private final int status;
    private final String type;
    private final String code;
    private final String param;
    private final long retryAfterMillis;
    private final Verbatim verbatim;

    private Failure(FailureKind kind, int status, String message, String type, String code, String param,
            long retryAfterMillis, Verbatim verbatim, Throwable cause) {
        super(message, cause, false, false);
        this.kind = kind;
        this.status = status;
        this.type = type;
        this.code = code;
        this.param = param;
        this.retryAfterMillis = retryAfterMillis;
        this.verbatim = verbatim;
    }

    /** A failure with the status that its kind has by default. */
    public static Failure of(FailureKind kind, String message) {
        return new Failure(kind, kind.status(), message, null, null, null, -1, null, null);
    }

    /** A request that is wrong at {@code param} (null: as a whole). */
    public static Failure badRequest(String message, String param) {
        return of(FailureKind.INVALID_REQUEST, message).withParam(param);
    }

    /** The failure that an exception is, or that is its cause at any depth; null: there is none. */
    public static Failure within(Throwable thrown) {
        Throwable each = thrown;
        for (int depth = 0; each != null && depth < 20; depth++) {
            if (each instanceof Failure failure) {
                return failure;
            }
            each = each.getCause();
        }
        return null;
    }

    public FailureKind kind() {
        return kind;
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    /** The provider's own {@code error.type}; null: that of the kind. */
    public String type() {
        return type;
    }

    /** The provider's own {@code error.code}; null: none. */
    public String code() {
        return code;
    }

    /** The field that is wrong; null: not known. */
    public String param() {
        return param;
    }

    /** How long to wait before the next try, in ms; -1: not said. */
    public long retryAfterMillis() {
        return retryAfterMillis;
    }

    /** The provider's body; null: the failure is our own. */
    public Verbatim verbatim() {
        return verbatim;
    }

    public Failure withStatus(int other) {
        return new Failure(kind, other, getMessage(), type, code, param, retryAfterMillis, verbatim, getCause());
    }

    public Failure withType(String other) {
        return new Failure(kind, status, getMessage(), other, code, param, retryAfterMillis, verbatim, getCause());
    }

    public Failure withCode(String other) {
        return new Failure(kind, status, getMessage(), type, other, param, retryAfterMillis, verbatim, getCause());
    }

    public Failure withParam(String other) {
        return new Failure(kind, status, getMessage(), type, code, other, retryAfterMillis, verbatim, getCause());
    }

    public Failure withRetryAfterMillis(long other) {
        return new Failure(kind, status, getMessage(), type, code, param, other, verbatim, getCause());
    }

    /** With the provider's own body; null takes it away. */
    public Failure withVerbatim(Verbatim other) {
        return new Failure(kind, status, getMessage(), type, code, param, retryAfterMillis, other, getCause());
    }

    public Failure withCause(Throwable cause) {
        return new Failure(kind, status, getMessage(), type, code, param, retryAfterMillis, verbatim, cause);
    }

    /** Kind and status alone: a provider's message may quote the prompt. */
    @Override
    public String toString() {
        return "Failure[" + kind + ", " + status + "]";
    }
}
