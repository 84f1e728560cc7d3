package io.github.llmgateway.passage;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.config.Deployment;
import java.net.URI;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where a request goes: the deployment's server, with the path and the query that the client asked for. */
final class PassageAddress {

    /**
     * What a server could read as another path than we did: empty and dot segments, back slashes, and percent signs for
     * what needs none (RFC 3986, 6.2.2).
     */
    private static final Pattern AMBIGUOUS = Pattern.compile("//|/\\.{1,2}(/|;|$)|\\\\|%5[Cc]|%00|%25"
            + "|%(2[DdEe]|3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa]|5[Ff]|7[Ee])");
    /** {@code /v1/…}, and Google's {@code /upload/v1beta/…}. */
    private static final Pattern VERSIONED = Pattern.compile("(/[a-z]+)?/v[0-9][^/]*(/.*)?");
    private static final String VERSION_AT_END = "/v[0-9][^/]*$";

    private PassageAddress() {
    }

    /**
     * The address at the deployment. {@code path}: without the gateway's own prefix; {@code query}: the client's, or
     * null; {@code model}: the model's name there as part of a path.
     */
    static URI of(Deployment deployment, String path, String query, String model) throws Failure {
        if (!path.startsWith("/") || AMBIGUOUS.matcher(path).find()) {
            throw Failure.badRequest("This path is not plain: it has empty, '.' or '..' segments, or percent signs "
                    + "where none are needed.", null);
        }
        URI base = deployment.endpoint().base();
        String start = base.toString().replaceFirst("[?].*$", "").replaceFirst("/+$", "");
        String whole = place(deployment, start, path, model);
        try {
            return URI.create(whole + query(query, base.getRawQuery(), path.startsWith("/openai/v1/")));
        } catch (IllegalArgumentException notEncoded) {
            throw Failure.badRequest("The path or the query has characters that must be percent-encoded.", null);
        }
    }

    private static String place(Deployment deployment, String base, String path, String model) {
        return switch (deployment.api()) {
            case ANTHROPIC, ANTHROPIC_AWS, BEDROCK_ANTHROPIC, BEDROCK_CONVERSE, BEDROCK_EMBEDDING -> base + path;
            case VERTEX_GEMINI, VERTEX_ANTHROPIC, VERTEX_MISTRAL, VERTEX_OPENAI, VERTEX_EMBEDDING -> vertex(base, path);
            case AZURE_OPENAI, AZURE_OPENAI_V1, AZURE_RESPONSES, AZURE_AI, AZURE_ANTHROPIC ->
                    azure(base, path, model);
            default -> versioned(base, path);
        };
    }

    /** The base is that of a project and location; the client's path names its own, or none. */
    private static String vertex(String base, String path) {
        String root = base.replaceFirst("/v1(beta1)?/projects/.*$", "");
        if (VERSIONED.matcher(path).matches()) {
            return root + path;
        }
        return path.startsWith("/projects/") ? root + "/v1" + path : base + path;
    }

    /** A client of Azure's says it all; one of OpenAI's names the operation alone. */
    private static String azure(String base, String path, String model) {
        String root = base.replaceFirst("/(openai|models|anthropic)(/.*)?$", "");
        if (!path.startsWith("/v1/")) {
            return root + path;
        }
        String operation = path.substring("/v1".length());
        boolean inPath = !base.endsWith("/v1") && (operation.startsWith("/images/") || operation.startsWith("/audio/"));
        String openai = base.endsWith("/openai/v1") ? "/openai/v1" : "/openai";
        return root + openai + (inPath ? "/deployments/" + model : "") + operation;
    }

    /** A version in the path takes the place of the base's; a base without one has it in its own way. */
    private static String versioned(String base, String path) {
        // Cohere has its OpenAI-compatible API below a path of its own.
        String root = base.replaceFirst("(/compatibility)?" + VERSION_AT_END, "");
        if (!VERSIONED.matcher(path).matches()) {
            return base + path;
        }
        return root.equals(base) && path.startsWith("/v1/") ? base + path.substring("/v1".length()) : root + path;
    }

    /** The client's query without its key, then what the base has in addition. */
    private static String query(String asked, String own, boolean unversioned) {
        String kept = asked == null ? "" : Arrays.stream(asked.split("&"))
                .filter(each -> !each.isEmpty() && !each.equals("key") && !each.startsWith("key="))
                .collect(Collectors.joining("&"));
        boolean said = own == null || unversioned || ("&" + kept).contains("&" + own.replaceFirst("=.*", "="));
        String whole = said ? kept : kept.isEmpty() ? own : kept + "&" + own;
        return whole.isEmpty() ? "" : "?" + whole;
    }
}
