package io.github.llmgateway.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.ToolUse;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.StopReason;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Whole answers: {@code GenerateContentResponse} and {@code CountTokensResponse}. */
final class GeminiAnswers {

    private GeminiAnswers() {
    }

    static ChatAnswer read(byte[] body) throws Failure {
        JsonNode answer = Json.parse(body);
        if (answer == null || !answer.isObject()) {
            throw Failure.of(FailureKind.API_ERROR, "The provider's answer is not a JSON object.");
        }
        if (answer.hasNonNull("error")) {
            throw GeminiErrors.read(0, "application/json", body);
        }
        JsonNode candidate = answer.path("candidates").path(0);
        if (!candidate.isObject()) {
            Failure blocked = Ending.blocked(answer);
            throw blocked != null ? blocked : Failure.of(FailureKind.API_ERROR, "The provider's answer is empty.");
        }
        String reason = Fields.lenient(candidate, "finishReason");
        Failure broken = Ending.broken(reason);
        if (broken != null) {
            throw broken;
        }
        List<ContentBlock> content = new ArrayList<>();
        PartReader parts = new PartReader(GeminiAnswers::callId);
        for (JsonNode part : Fields.list(candidate.path("content"), "parts")) {
            parts.read(part, content);
        }
        boolean tools = content.stream().anyMatch(ToolUse.class::isInstance);
        if (content.stream().anyMatch(block -> block instanceof ToolUse use && use.name().isEmpty())) {
            throw Failure.of(FailureKind.API_ERROR, "The provider's answer calls a tool without a name.");
        }
        return new ChatAnswer(Fields.lenient(answer, "responseId"), Fields.lenient(answer, "modelVersion"), content,
                Ending.reason(reason, tools), null, Tokens.read(answer.get("usageMetadata"), Usage.NONE),
                Logprobs.read(candidate), Ending.extras(candidate, null));
    }

    /** The id of a call in an answer: Google's, or a new one. */
    static String callId(String given) {
        return given.isEmpty() ? "call_" + UUID.randomUUID().toString().replace("-", "").substring(0, 24) : given;
    }

    static byte[] write(ChatAnswer answer, Reply reply) {
        AnswerParts parts = new AnswerParts();
        answer.content().forEach(parts::add);
        parts.end();
        ObjectNode written = Json.object();
        ObjectNode candidate = written.putArray("candidates").addObject();
        candidate.putObject("content").put("role", "model").set("parts", parts.written());
        end(candidate, answer.reason(), answer.extras());
        ObjectNode logprobs = Logprobs.write(answer.logprobs());
        if (logprobs != null) {
            candidate.set("logprobsResult", logprobs);
        }
        candidate.put("index", 0);
        written.set("usageMetadata", Tokens.write(answer.usage()));
        return Json.bytes(head(answer.id(), answer.model(), reply, written));
    }

    static void end(ObjectNode candidate, StopReason reason, JsonNode extras) {
        candidate.put("finishReason", Ending.name(reason));
        Ending.write(extras, candidate);
    }

    /** Which model answered, and under which id. */
    static ObjectNode head(String id, String model, Reply reply, ObjectNode answer) {
        answer.put("modelVersion", reply.model() != null ? reply.model() : model == null ? "" : model);
        return answer.put("responseId", id == null ? "" : id);
    }

    /** Usage, reason and model of an answer or of a stream's event; silent on what cannot be read. */
    static boolean observe(JsonNode answer, boolean toolsBefore, Tally tally) {
        String model = Fields.lenient(answer, "modelVersion");
        tally.model = model.isEmpty() ? tally.model : model;
        tally.usage = Tokens.read(answer.get("usageMetadata"), tally.usage);
        JsonNode candidate = answer.path("candidates").path(0);
        boolean tools = toolsBefore;
        for (JsonNode part : candidate.path("content").path("parts")) {
            tools |= part.path("functionCall").isObject();
        }
        String reason = Fields.lenient(candidate, "finishReason");
        if (!reason.isEmpty()) {
            tally.reason = Ending.reason(reason, tools);
        } else if (Ending.blocked(answer) != null) {
            tally.reason = StopReason.REFUSAL;
        }
        return tools;
    }

    /** Parts of an answer for a client, each signature on the part that it belongs to. */
    static final class AnswerParts {

        private final ArrayNode parts = Json.MAPPER.createArrayNode();
        private String signature;

        void add(ContentBlock block) {
            int before = parts.size();
            if (block instanceof ContentBlock.Thinking thinking) {
                end();
                if (!thinking.text().isEmpty()) {
                    parts.addObject().put("text", thinking.text()).put("thought", true);
                }
                signature = Signatures.forClient(thinking.signature());
                return;
            }
            if (block instanceof ContentBlock.Text text) {
                parts.addObject().put("text", text.text());
            } else if (block instanceof ContentBlock.Refused refused) {
                parts.addObject().put("text", refused.text());
            } else if (block instanceof ToolUse use) {
                ObjectNode call = parts.addObject().putObject("functionCall");
                call.put("id", use.id()).put("name", use.name()).set("args", PartWriter.args(use.input()));
            } else if (block instanceof ContentBlock.Image image
                    && image.source() instanceof ContentBlock.Source.Base64 bytes) {
                parts.addObject().putObject("inlineData").put("mimeType", bytes.mediaType()).put("data", bytes.data());
            } else if (block instanceof ContentBlock.Opaque opaque && GeminiDialect.NAME.equals(opaque.dialect())) {
                parts.add(opaque.json());
            }
            if (signature != null && parts.size() > before && !parts.get(before).has("thoughtSignature")) {
                ((ObjectNode) parts.get(before)).put("thoughtSignature", signature);
                signature = null;
            }
        }

        /** A signature behind which nothing comes stands on an empty text, as Google does it. */
        void end() {
            if (signature != null) {
                parts.addObject().put("text", "").put("thoughtSignature", signature);
                signature = null;
            }
        }

        ArrayNode written() {
            return parts;
        }
    }
}
