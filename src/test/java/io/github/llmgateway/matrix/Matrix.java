package io.github.llmgateway.matrix;

import io.github.llmgateway.standin.Family;
import io.github.llmgateway.standin.Scenario;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What was seen, as the tables of docs/providers.md. */
final class Matrix {

    private record Cell(Face face, Family family, Scenario scenario) {
    }

    private final Map<Cell, Set<String>> notes = new ConcurrentHashMap<>();

    /** A cell has been tried; {@code note}: what is not as with the provider itself, or null. */
    void note(Face face, Family family, Scenario scenario, String note) {
        notes.computeIfAbsent(new Cell(face, family, scenario), cell -> ConcurrentHashMap.newKeySet());
        if (note != null) {
            notes.get(new Cell(face, family, scenario)).add(note);
        }
    }

    /** Whether every cell has been tried. */
    boolean complete() {
        return notes.size() == Face.values().length * Family.values().length * Scenario.values().length;
    }

    /** A table a door: providers down, scenarios across; the notes below it. */
    String table(Face face) {
        StringBuilder table = new StringBuilder("| provider |");
        Arrays.stream(Scenario.values()).forEach(each -> table.append(' ').append(words(each.name())).append(" |"));
        table.append("\n|---|").append("---|".repeat(Scenario.values().length)).append('\n');
        Map<String, Integer> footnotes = new TreeMap<>();
        for (Family family : Family.values()) {
            for (Scenario scenario : Scenario.values()) {
                notes.getOrDefault(new Cell(face, family, scenario), Set.of()).forEach(note -> footnotes.put(note, 0));
            }
        }
        int number = 0;
        for (Map.Entry<String, Integer> footnote : footnotes.entrySet()) {
            footnote.setValue(++number);
        }
        for (Family family : Family.values()) {
            table.append("| ").append(name(family)).append(" |");
            for (Scenario scenario : Scenario.values()) {
                Set<String> own = new LinkedHashSet<>(notes.getOrDefault(new Cell(face, family, scenario), Set.of()));
                StringBuilder cell = new StringBuilder();
                own.stream().sorted().forEach(note -> cell.append(cell.length() == 0 ? "" : " ")
                        .append('(').append(footnotes.get(note)).append(')'));
                table.append(' ').append(cell.length() == 0 ? "yes" : cell).append(" |");
            }
            table.append('\n');
        }
        if (!footnotes.isEmpty()) {
            table.append('\n');
            footnotes.forEach((note, n) -> table.append("(").append(n).append(") ").append(note).append("  \n"));
        }
        return table.toString();
    }

    static String name(Family family) {
        return switch (family) {
            case ANTHROPIC -> "Anthropic";
            case OPENAI -> "OpenAI Chat";
            case OPENAI_RESPONSES -> "OpenAI Responses";
            case BEDROCK_INVOKE -> "Claude on Bedrock";
            case BEDROCK_CONVERSE -> "Bedrock Converse";
            case VERTEX_GEMINI -> "Gemini on Vertex AI";
            case VERTEX_CLAUDE -> "Claude on Vertex AI";
            case VERTEX_OPENAI -> "partners on Vertex AI";
            case VERTEX_MISTRAL -> "Mistral on Vertex AI";
            case GEMINI -> "Gemini API";
            case AZURE -> "Azure OpenAI";
            case AZURE_V1 -> "Azure OpenAI v1";
            case AZURE_RESPONSES -> "Azure Responses";
            case AZURE_CLAUDE -> "Claude in Foundry";
        };
    }

    private static String words(String name) {
        return name.toLowerCase().replace('_', ' ');
    }
}
