package io.github.llmgateway.standin;

import static io.github.llmgateway.standin.Nodes.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.config.Api;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A way that the gateway takes to the outside: a deployment at its provider's own address, and where its credentials
 * come from. Behind these hosts stands {@link Outside}.
 */
public enum Way {

    /** Claude at Anthropic. */
    ANTHROPIC(Api.ANTHROPIC, "api.anthropic.com", Family.ANTHROPIC, ""),
    /** Claude Platform on AWS. */
    ANTHROPIC_AWS(Api.ANTHROPIC_AWS, "aws-external-anthropic.us-west-2.api.aws", Family.ANTHROPIC, "",
            "model", "anthropic_aws/claude-sonnet-4-5", "aws_region_name", "us-west-2"),
    /** Claude in Foundry. */
    AZURE_CLAUDE(Api.AZURE_ANTHROPIC, "example.services.ai.azure.com", Family.AZURE_CLAUDE, "",
            "api_base", "https://example.services.ai.azure.com"),
    /** OpenAI's Chat Completions. */
    OPENAI(Api.OPENAI, "api.openai.com", Family.OPENAI, ""),
    /** OpenAI's Responses. */
    OPENAI_RESPONSES(Api.OPENAI_RESPONSES, "api.openai.com", Family.OPENAI_RESPONSES, ""),
    /** One that speaks as OpenAI does. */
    GROQ(Api.OPENAI_COMPATIBLE, "api.groq.com", null, "",
            "model", "groq/llama-3.3-70b-versatile", "api_key", Family.KEY),
    /** Azure OpenAI with an API version. */
    AZURE(Api.AZURE_OPENAI, "example.openai.azure.com", Family.AZURE, "",
            "api_base", "https://example.openai.azure.com"),
    /** Azure OpenAI's v1 API. */
    AZURE_V1(Api.AZURE_OPENAI_V1, "example.openai.azure.com", Family.AZURE_V1, "",
            "api_base", "https://example.openai.azure.com/openai/v1"),
    /** Azure OpenAI's Responses with an API version. */
    AZURE_RESPONSES(Api.AZURE_RESPONSES, "example.openai.azure.com", Family.AZURE_RESPONSES, "",
            "api_base", "https://example.openai.azure.com", "api_version", "2025-04-01-preview"),
    /** Foundry's other models. */
    AZURE_AI(Api.AZURE_AI, "example.services.ai.azure.com", null, "", "model", "azure_ai/mistral-large-3",
            "api_base", "https://example.services.ai.azure.com", "api_key", Family.KEY),
    /** Azure OpenAI with a secret of Entra ID's. */
    ENTRA(Api.AZURE_OPENAI, "example.openai.azure.com", Family.AZURE, "login.microsoftonline.com",
            "api_base", "https://example.openai.azure.com", "api_key", null, "tenant_id", "tenant-1",
            "client_id", "client-1", "client_secret", Outside.SECRET),
    /** Claude on Bedrock. */
    BEDROCK(Api.BEDROCK_ANTHROPIC, "bedrock-runtime.us-east-1.amazonaws.com", Family.BEDROCK_INVOKE, ""),
    /** Other models on Bedrock. */
    CONVERSE(Api.BEDROCK_CONVERSE, "bedrock-runtime.us-east-1.amazonaws.com", Family.BEDROCK_CONVERSE, "",
            "model", "bedrock/amazon.nova-lite-v1:0"),
    /** Embeddings on Bedrock, by the AWS SDK's own client. */
    BEDROCK_EMBEDDING(Api.BEDROCK_EMBEDDING, "bedrock-runtime.us-east-1.amazonaws.com", Family.BEDROCK_CONVERSE, "",
            "model", "bedrock/amazon.titan-embed-text-v2:0"),
    /** A role that the deployment's keys assume. */
    AWS_ROLE(Api.BEDROCK_CONVERSE, "bedrock-runtime.us-east-1.amazonaws.com", Family.BEDROCK_CONVERSE,
            "sts.us-east-1.amazonaws.com", "aws_role_name", Outside.ROLE),
    /** A role for another identity provider's token. */
    AWS_WEB_IDENTITY(Api.BEDROCK_ANTHROPIC, "bedrock-runtime.us-east-1.amazonaws.com", Family.BEDROCK_INVOKE,
            "sts.us-east-1.amazonaws.com", "aws_access_key_id", null, "aws_secret_access_key", null,
            "aws_role_name", Outside.ROLE, "aws_web_identity_token", "oidc/env/WORKLOAD_TOKEN"),
    /** A role that a profile names: the AWS SDK assumes it with a client of its own. */
    AWS_PROFILE(Api.BEDROCK_CONVERSE, "bedrock-runtime.us-east-1.amazonaws.com", Family.BEDROCK_CONVERSE,
            "sts.us-east-1.amazonaws.com", "aws_access_key_id", null, "aws_secret_access_key", null,
            "aws_profile_name", Outside.PROFILE),
    /** A profile that somebody has signed in to by SSO, with a token at its end. */
    AWS_SSO(Api.BEDROCK_CONVERSE, "bedrock-runtime.us-east-1.amazonaws.com", Family.BEDROCK_CONVERSE,
            "oidc.eu-west-1.amazonaws.com portal.sso.eu-west-1.amazonaws.com", "aws_access_key_id", null,
            "aws_secret_access_key", null, "aws_profile_name", Outside.SSO),
    /** Gemini at Google AI Studio. */
    GEMINI(Api.GEMINI, "generativelanguage.googleapis.com", Family.GEMINI, ""),
    /** Gemini on Vertex AI, with a service account's key. */
    VERTEX_GEMINI(Api.VERTEX_GEMINI, "aiplatform.googleapis.com", Family.VERTEX_GEMINI, "oauth2.googleapis.com",
            "vertex_location", "global"),
    /** Claude on Vertex AI. */
    VERTEX_CLAUDE(Api.VERTEX_ANTHROPIC, "europe-west1-aiplatform.googleapis.com", Family.VERTEX_CLAUDE,
            "oauth2.googleapis.com", "vertex_location", "europe-west1"),
    /** Mistral on Vertex AI. */
    VERTEX_MISTRAL(Api.VERTEX_MISTRAL, "us-central1-aiplatform.googleapis.com", Family.VERTEX_MISTRAL,
            "oauth2.googleapis.com", "vertex_location", "us-central1"),
    /** Other partners' models on Vertex AI. */
    VERTEX_OPENAI(Api.VERTEX_OPENAI, "aiplatform.eu.rep.googleapis.com", Family.VERTEX_OPENAI, "oauth2.googleapis.com",
            "vertex_location", "eu"),
    /** Embeddings on Vertex AI. */
    VERTEX_EMBEDDING(Api.VERTEX_EMBEDDING, "us-east5-aiplatform.googleapis.com", Family.VERTEX_GEMINI,
            "oauth2.googleapis.com", "model", "vertex_ai/text-embedding-005"),
    /** A service account that another one impersonates. */
    GOOGLE_IMPERSONATION(Api.VERTEX_GEMINI, "us-east5-aiplatform.googleapis.com", Family.VERTEX_GEMINI,
            "oauth2.googleapis.com iamcredentials.googleapis.com",
            "vertex_credentials", Outside.impersonation()),
    /** Workload identity federation. */
    GOOGLE_FEDERATION(Api.VERTEX_GEMINI, "us-east5-aiplatform.googleapis.com", Family.VERTEX_GEMINI,
            "sts.googleapis.com", "vertex_credentials", Outside.federation());

    private final Api api;
    private final String host;
    private final Family family;
    private final List<String> tokens;
    private final String[] own;

    /** {@code tokens}: the hosts that give out its credentials; {@code own}: names and values in turn, null removes. */
    Way(Api api, String host, Family family, String tokens, String... own) {
        this.api = api;
        this.host = host;
        this.family = family;
        this.tokens = tokens.isEmpty() ? List.of() : List.of(tokens.split(" "));
        this.own = own;
    }

    /** Those whose kamelets are there. */
    public static List<Way> all() {
        return Stream.of(values()).filter(way -> built(way.api)).toList();
    }

    /** Whether the gateway has a kamelet for an API. */
    public static boolean built(Api api) {
        return Files.exists(Path.of("kamelets", api.kamelet() + ".kamelet.yaml"));
    }

    /** The API that it goes by. */
    public Api api() {
        return api;
    }

    /** The host that is called. */
    public String host() {
        return host;
    }

    /** The hosts that give out its credentials; none for a key. */
    public List<String> tokens() {
        return tokens;
    }

    /** All of its hosts. */
    public Set<String> hosts() {
        Set<String> hosts = new TreeSet<>(tokens);
        hosts.add(host);
        return hosts;
    }

    /** Whether it embeds texts; else it converses. */
    public boolean embeds() {
        return name().endsWith("_EMBEDDING");
    }

    /** The family of servers at its host; null: one that speaks as OpenAI does. */
    Family family() {
        return family;
    }

    /** Its entry in a model list, with these parameters more, names and values in turn. */
    public String configuration(String... more) {
        ObjectNode parameters = family == null ? object() : family.parameters();
        for (String[] each : List.of(own, more)) {
            for (int i = 0; i < each.length; i += 2) {
                if (each[i + 1] == null) {
                    parameters.remove(each[i]);
                } else {
                    parameters.put(each[i], each[i + 1]);
                }
            }
        }
        return "  - " + object("model_name", name(), "litellm_params", parameters) + "\n";
    }
}
