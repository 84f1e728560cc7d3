package io.github.llmgateway.config;

import static io.github.llmgateway.config.ServerReader.first;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a cloud's models are: the base URL follows from a region, a project or a resource. Parameters and variables are
 * LiteLLM's; hosts are those of the clouds' documentation (AWS General Reference, "Amazon Bedrock endpoints"; Vertex AI,
 * "Locations"; Azure OpenAI, "API lifecycle"; Claude Platform on AWS, "Making requests").
 */
final class CloudAddress {

    /** Where neither file nor environment names one; LiteLLM's default. */
    private static final String VERTEX_LOCATION = "us-central1";
    /** Azure's last version of the API that has one. */
    private static final String AZURE_VERSION = "2025-04-01-preview";
    private static final String FOUNDRY_VERSION = "2024-05-01-preview";

    private static final Pattern PROJECT_ID = Pattern.compile("\"(?:project_id|quota_project_id)\"\\s*:\\s*\"([^\"]+)\"");

    private static final List<String> AWS = List.of("aws_access_key_id", "aws_secret_access_key", "aws_session_token",
            "aws_profile_name", "aws_role_name", "aws_session_name", "aws_external_id", "aws_web_identity_token",
            "aws_sts_endpoint", "aws_service_name", "guardrailConfig", "performanceConfig");
    private static final List<String> BEDROCK_TIER = List.of("serviceTier", "service_tier");
    private static final List<String> VERTEX = List.of("vertex_credentials", "vertex_ai_credentials");
    private static final List<String> AZURE = List.of("azure_ad_token", "tenant_id", "client_id", "client_secret",
            "azure_scope");

    private final Section params;
    private final Map<String, Object> parameters = new LinkedHashMap<>();
    private boolean incomplete;

    CloudAddress(Section params) {
        this.params = params;
    }

    /** What the way to the cloud and its credentials need to know, by LiteLLM's names. */
    Map<String, Object> parameters() {
        return parameters;
    }

    /** Headers that a cloud wants with every request. */
    Map<String, String> headers() {
        Object workspace = parameters.get("aws_workspace_id");
        return workspace == null ? Map.of() : Map.of("anthropic-workspace-id", workspace.toString());
    }

    /** Whether something is missing that the findings name, so that the deployment is skipped. */
    boolean incomplete() {
        return incomplete;
    }

    /** The base URL; {@code given}: what file or environment say it is, or null. Null where something is missing. */
    URI base(CalledModel model, URI given) {
        return switch (model.api()) {
            case BEDROCK_ANTHROPIC, BEDROCK_CONVERSE, BEDROCK_EMBEDDING -> bedrock(model.name(), given);
            case ANTHROPIC_AWS -> claudePlatform(given);
            case VERTEX_GEMINI, VERTEX_ANTHROPIC, VERTEX_MISTRAL, VERTEX_OPENAI, VERTEX_EMBEDDING -> vertex(given);
            case AZURE_OPENAI, AZURE_RESPONSES -> azure(given);
            case AZURE_AI -> foundry(given);
            case AZURE_ANTHROPIC -> claudeInFoundry(given);
            default -> given;
        };
    }

    private URI bedrock(String model, URI given) {
        URI own = params.has("aws_bedrock_runtime_endpoint") ? params.url("aws_bedrock_runtime_endpoint") : given;
        String region = region(model, own);
        BEDROCK_TIER.forEach(this::keep);
        return own != null ? own : URI.create("https://bedrock-runtime." + region + ".amazonaws.com");
    }

    private URI claudePlatform(URI given) {
        String region = region("", given);
        keep("aws_workspace_id", "ANTHROPIC_AWS_WORKSPACE_ID");
        return given != null ? given : URI.create("https://aws-external-anthropic." + region + ".api.aws");
    }

    private String region(String model, URI given) {
        AWS.forEach(this::keep);
        String region = AwsRegion.of(params, model, given);
        parameters.put("aws_region_name", region);
        return region;
    }

    private URI vertex(URI given) {
        VERTEX.forEach(this::keep);
        String location = first(params.text("vertex_location"), params.text("vertex_ai_location"),
                variable("VERTEXAI_LOCATION"), variable("VERTEX_LOCATION"), variable("GOOGLE_CLOUD_LOCATION"),
                VERTEX_LOCATION);
        String project = first(params.text("vertex_project"), params.text("vertex_ai_project"),
                variable("VERTEXAI_PROJECT"), variable("GOOGLE_CLOUD_PROJECT"), projectOfCredentials());
        if (project == null && params.has("vertex_project")) {
            incomplete = true;
            return null;
        }
        if (project == null) {
            params.notice("vertex_project", "no project: neither vertex_project nor VERTEXAI_PROJECT nor the credentials "
                    + "name one; this deployment is skipped", "set vertex_project");
            incomplete = true;
            return null;
        }
        if (given != null && given.getRawPath() != null && given.getRawPath().contains("/projects/")) {
            return given;
        }
        String host = given != null ? given.toString().replaceFirst("/v1(beta1)?$", "") : host(location);
        return URI.create(host + "/v1/projects/" + project + "/locations/" + location);
    }

    private static String host(String location) {
        return switch (location) {
            case "global" -> "https://aiplatform.googleapis.com";
            case "us", "eu" -> "https://aiplatform." + location + ".rep.googleapis.com";
            default -> "https://" + location + "-aiplatform.googleapis.com";
        };
    }

    /** Which project the credentials are of that will be taken, as far as files tell; null where they do not. */
    private String projectOfCredentials() {
        Object own = first(parameters.get("vertex_credentials"), parameters.get("vertex_ai_credentials"),
                variable("VERTEXAI_CREDENTIALS"), variable("GOOGLE_APPLICATION_CREDENTIALS"));
        if (own instanceof Map<?, ?> map) {
            Object project = first((Object) map.get("project_id"), map.get("quota_project_id"));
            return project instanceof Secret secret ? secret.reveal() : project == null ? null : project.toString();
        }
        if (own != null) {
            String text = own instanceof Secret secret ? secret.reveal() : own.toString();
            return project(text.stripLeading().startsWith("{") ? text : read(text));
        }
        CloudFiles files = new CloudFiles(params.variables().environment().variables());
        String gcloud = IniFile.text(files.gcloudCredentials());
        return gcloud.isEmpty() ? null : first(files.gcloudProject(), project(gcloud));
    }

    private static String read(String path) {
        try {
            return IniFile.text(Path.of(path));
        } catch (InvalidPathException none) {
            return "";
        }
    }

    private static String project(String json) {
        Matcher project = PROJECT_ID.matcher(json);
        return project.find() ? project.group(1) : null;
    }

    private URI azure(URI given) {
        AZURE.forEach(this::keep);
        String version = first(params.text("api_version"), variable("AZURE_API_VERSION"), AZURE_VERSION);
        if (given == null) {
            return null;
        }
        String base = root(given).replaceFirst("/openai(/deployments.*)?$", "");
        boolean v1 = base.endsWith("/openai/v1") || List.of("v1", "latest", "preview").contains(version);
        if (v1) {
            String query = version.equals("preview") ? "?api-version=preview" : "";
            return URI.create(base.replaceFirst("/openai/v1$", "") + "/openai/v1" + query);
        }
        return URI.create(base + "/openai?api-version=" + version);
    }

    private URI foundry(URI given) {
        AZURE.forEach(this::keep);
        String version = params.text("api_version");
        if (given == null) {
            return null;
        }
        String base = root(given);
        if (base.endsWith("/openai/v1")) {
            return URI.create(base);
        }
        boolean resource = given.getHost().endsWith(".services.ai.azure.com") && !base.endsWith("/models");
        return URI.create(base + (resource ? "/models" : "") + "?api-version=" + first(version, FOUNDRY_VERSION));
    }

    private URI claudeInFoundry(URI given) {
        AZURE.forEach(this::keep);
        if (given == null) {
            return null;
        }
        String base = root(given).replaceFirst("/v1(/messages)?$", "");
        return URI.create(base.endsWith("/anthropic") ? base : base + "/anthropic");
    }

    private static String root(URI given) {
        return given.toString().replaceFirst("\\?.*$", "").replaceFirst("/(chat/completions|responses)$", "")
                .replaceFirst("/$", "");
    }

    private void keep(String key) {
        if (params.has(key) && !params.isEmpty(key)) {
            parameters.put(key, params.any(key));
        }
    }

    private void keep(String key, String variable) {
        keep(key);
        if (!parameters.containsKey(key) && variable(variable) != null) {
            parameters.put(key, variable(variable));
        }
    }

    private String variable(String name) {
        return params.variables().get(name);
    }
}
