package io.github.llmgateway.credentials.entra;

import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.Environment;
import io.github.llmgateway.config.ProxyAddress;
import io.github.llmgateway.config.Secret;
import io.github.llmgateway.config.Trust;
import io.github.llmgateway.credentials.OidcToken;
import io.github.llmgateway.credentials.Parameters;

/**
 * What a deployment's authorization at Entra ID depends on; equal settings share one.
 *
 * @param proof     how the client shows who it is
 * @param secret    what it shows: a token, a secret, a certificate's path, where a federated token is; null where the
 *                  proof needs none
 * @param password  the certificate file's password; null: none
 * @param tenant    the tenant; null where unset
 * @param client    the client's id; null where unset
 * @param authority the host that issues tokens, with scheme and slash
 * @param scope     what the token is for
 * @param proxy     the deployment's own proxy; null: the configuration's
 * @param trust     whom the deployment's calls believe; null: as the configuration says
 * @param environment the variables in which it was looked, and are looked again for a federated token
 */
record EntraSettings(Proof proof, Secret secret, Secret password, String tenant, String client, String authority,
        String scope, ProxyAddress proxy, Trust trust, Environment environment) {

    /** How a client shows who it is. */
    enum Proof {
        /** It has a token already. */
        TOKEN,
        /** A secret that both sides know. */
        SECRET,
        /** A certificate and its key. */
        CERTIFICATE,
        /** Another identity provider's token. */
        FEDERATED,
        /** The machine itself vouches. */
        MANAGED
    }

    private record Shown(Proof proof, Secret secret, Secret password) {
    }

    /** Azure OpenAI's and Foundry's; "Configure Azure OpenAI with Microsoft Entra ID authentication", Microsoft. */
    private static final String SCOPE = "https://cognitiveservices.azure.com/.default";
    private static final String AUTHORITY = "https://login.microsoftonline.com/";

    static EntraSettings of(Deployment deployment, Environment environment) {
        Parameters parameters = new Parameters(deployment, environment.variables());
        Shown shown = shown(parameters);
        return new EntraSettings(shown.proof(), shown.secret(), shown.password(),
                text(parameters, "tenant_id", "AZURE_TENANT_ID", null),
                text(parameters, "client_id", "AZURE_CLIENT_ID", null),
                authority(parameters),
                text(parameters, "azure_scope", "AZURE_SCOPE", SCOPE),
                deployment.endpoint().proxy(), deployment.endpoint().trust(), environment);
    }

    private static Shown shown(Parameters parameters) {
        Secret own = parameters.secret("azure_ad_token");
        if (own != null) {
            return new Shown(OidcToken.refers(own) ? Proof.FEDERATED : Proof.TOKEN, own, null);
        }
        Secret secret = parameters.secret("client_secret");
        if (secret == null) {
            secret = parameters.secretVariable("AZURE_CLIENT_SECRET");
        }
        if (secret != null) {
            return new Shown(Proof.SECRET, secret, null);
        }
        Secret certificate = parameters.secretVariable("AZURE_CLIENT_CERTIFICATE_PATH");
        if (certificate != null) {
            return new Shown(Proof.CERTIFICATE, certificate,
                    parameters.secretVariable("AZURE_CLIENT_CERTIFICATE_PASSWORD"));
        }
        Secret file = parameters.secretVariable("AZURE_FEDERATED_TOKEN_FILE");
        if (file != null) {
            return new Shown(Proof.FEDERATED, file, null);
        }
        Secret token = parameters.secretVariable("AZURE_AD_TOKEN");
        return token != null ? new Shown(Proof.TOKEN, token, null) : new Shown(Proof.MANAGED, null, null);
    }

    private static String authority(Parameters parameters) {
        String own = parameters.variable("AZURE_AUTHORITY_HOST");
        if (own == null) {
            return AUTHORITY;
        }
        String host = own.contains("://") ? own : "https://" + own;
        return host.endsWith("/") ? host : host + "/";
    }

    private static String text(Parameters parameters, String name, String variable, String otherwise) {
        String own = parameters.text(name);
        if (own == null) {
            own = parameters.variable(variable);
        }
        return own == null ? otherwise : own;
    }
}
