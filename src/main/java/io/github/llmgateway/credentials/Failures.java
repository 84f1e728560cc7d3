package io.github.llmgateway.credentials;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;

/**
 * The ways in which there are no credentials, told apart: none are configured, those there are were refused, or nobody
 * could be asked. Of what a token endpoint says, its error code alone is shown: its words may quote what was sent.
 */
public final class Failures {

    private Failures() {
    }

    /** Nothing was found. {@code tried}: where was looked, in order; {@code mend}: what to do. */
    public static Failure none(String cloud, String tried, String mend) {
        return Failure.of(FailureKind.AUTHENTICATION,
                "There are no credentials for " + cloud + ". Looked for: " + tried + ". " + mend);
    }

    /** What was found is not well-formed, or incomplete. */
    public static Failure unusable(String cloud, String what, String mend) {
        return Failure.of(FailureKind.AUTHENTICATION,
                "The credentials for " + cloud + " cannot be used: " + what + ". " + mend);
    }

    /** The endpoint answered with an error. {@code code}: its own name for it; null where it gave none. */
    public static Failure refused(String cloud, String endpoint, int status, String code, String mend) {
        String said = endpoint + " answered " + status + (code == null ? "" : " (" + code + ")");
        if (status >= 500 || status == 429) {
            return Failure.of(FailureKind.UNAVAILABLE, "No credentials for " + cloud + ": " + said + ".");
        }
        return Failure.of(FailureKind.AUTHENTICATION,
                "The credentials for " + cloud + " were refused: " + said + ". " + mend);
    }

    /** There was no answer. {@code failure}: what {@link io.github.llmgateway.upstream.Fetch} said. */
    public static Failure unreachable(String cloud, String endpoint, Failure failure) {
        FailureKind kind = failure.kind() == FailureKind.TIMEOUT ? FailureKind.TIMEOUT : FailureKind.UNAVAILABLE;
        return Failure.of(kind, "No credentials for " + cloud + ": " + endpoint + " gave no answer. "
                + failure.getMessage()).withCause(failure);
    }

    /** The cause of that class, at any depth; null where there is none. */
    public static <X extends Throwable> X inside(Throwable thrown, Class<X> wanted) {
        Throwable each = thrown;
        for (int depth = 0; each != null && depth < 20; depth++) {
            if (wanted.isInstance(each)) {
                return wanted.cast(each);
            }
            each = each.getCause();
        }
        return null;
    }
}
