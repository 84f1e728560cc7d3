package io.github.llmgateway.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * What a request said, in nobody's format, so that a test can see whether it was lost on the way in.
 *
 * @param scenario        what it asked to be played
 * @param model           the model as the provider was told it
 * @param streamed        whether it asked for a stream
 * @param system          all instructions, joined by line ends; empty: none
 * @param texts           all texts of the user, in order
 * @param said            all texts of the model, in order
 * @param images          the images, those within results of tools among them
 * @param files           PDF and other documents, likewise
 * @param tools           the client's own tools
 * @param calls           the calls of tools in the conversation
 * @param results         their results
 * @param endsWithResults whether the model is to answer results of tools
 * @param thoughts        the texts of thought that were given back
 * @param signatures      the signatures that were given back
 * @param choice          which tool must be called: {@code auto}, {@code any}, {@code none}, a name; null: not said
 * @param schema          that of the answer; null: none
 * @param thinking        whether thought is asked for; null: not said
 * @param maxTokens       the limit of tokens; null: none
 * @param temperature     null: not said
 * @param stops           the stop sequences
 */
public record Heard(Scenario scenario, String model, boolean streamed, String system, List<String> texts,
        List<String> said, List<Media> images, List<Media> files, List<Tool> tools, List<Told.Call> calls,
        List<Result> results, boolean endsWithResults, List<String> thoughts, List<String> signatures, String choice,
        JsonNode schema, Boolean thinking, Integer maxTokens, Double temperature, List<String> stops) {

    /** A tool that the client offers. */
    public record Tool(String name, String description, JsonNode schema) {
    }

    /** A result: its texts joined; the name of the tool where the format says that instead of an id. */
    public record Result(String id, String text) {
    }

    /** Bytes or an address: the digest is the SHA-256 of the bytes in hexadecimal, null for an address. */
    public record Media(String type, String digest, String address) {

        /** Bytes in Base64. */
        static Media of(String type, String base64) {
            try {
                byte[] bytes = Base64.getDecoder().decode(base64);
                return new Media(type, HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)),
                        null);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        /** An address, or a {@code data:} one with the bytes in it. */
        static Media at(String type, String address) {
            int comma = address.indexOf(";base64,");
            return address.startsWith("data:") && comma > 0 ? of(address.substring(5, comma),
                    address.substring(comma + 8))
                    : new Media(type, null, address);
        }
    }

    /** Gathers what is heard. */
    static final class Notes {

        String model = "";
        boolean streamed;
        final List<String> system = new ArrayList<>();
        final List<String> texts = new ArrayList<>();
        final List<String> said = new ArrayList<>();
        final List<Media> images = new ArrayList<>();
        final List<Media> files = new ArrayList<>();
        final List<Tool> tools = new ArrayList<>();
        final List<Told.Call> calls = new ArrayList<>();
        final List<Result> results = new ArrayList<>();
        final List<String> thoughts = new ArrayList<>();
        final List<String> signatures = new ArrayList<>();
        boolean endsWithResults;
        String choice;
        JsonNode schema;
        Boolean thinking;
        Integer maxTokens;
        Double temperature;
        final List<String> stops = new ArrayList<>();

        /** The user said this. */
        void text(String text) {
            texts.add(text);
            endsWithResults = false;
        }

        /** A tool answered this. */
        void result(String id, String text) {
            results.add(new Result(id, text));
            endsWithResults = true;
        }

        /** An image or a document, by its media type. */
        void media(Media media) {
            (media.type().startsWith("image/") ? images : files).add(media);
        }

        Heard heard() {
            return new Heard(Scenario.of(String.join("\n", texts)), model, streamed, String.join("\n", system),
                    List.copyOf(texts), List.copyOf(said), List.copyOf(images), List.copyOf(files),
                    List.copyOf(tools), List.copyOf(calls), List.copyOf(results), endsWithResults,
                    List.copyOf(thoughts), List.copyOf(signatures), choice, schema, thinking, maxTokens, temperature,
                    List.copyOf(stops));
        }
    }
}
