package io.github.llmgateway.simulator;

import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.dialect.StreamEncoder;
import io.github.llmgateway.framing.EventWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** A whole answer told as events, a piece of text an event. */
final class Narration {

    private final List<List<StreamEvent>> beats = new ArrayList<>();
    private boolean spoken;

    private Narration(ChatAnswer answer) {
        fresh();
        add(new StreamEvent.Started(answer.id(), answer.model(), answer.usage().withOutput(0, 0)));
        for (int i = 0; i < answer.content().size(); i++) {
            block(i, answer.content().get(i));
        }
        add(new StreamEvent.Finished(answer.reason(), answer.stopSequence(), answer.usage()));
    }

    /** The events in order; those of one list leave together, and each list but the first has its own moment. */
    static List<List<StreamEvent>> of(ChatAnswer answer) {
        return new Narration(answer).beats;
    }

    /** The first half of it, then a failure. */
    static List<List<StreamEvent>> broken(ChatAnswer answer, Failure failure) {
        List<List<StreamEvent>> beats = of(answer);
        List<List<StreamEvent>> half = new ArrayList<>(beats.subList(0, Math.max(1, beats.size() / 2)));
        if (beats.size() == 1) {
            half.set(0, beats.get(0).subList(0, 1));
        }
        half.add(List.of(new StreamEvent.Failed(failure)));
        return half;
    }

    /** What writes each list in the client's dialect, and notes it, at its moment. */
    static List<Consumer<EventWriter>> encoded(List<List<StreamEvent>> beats, StreamEncoder encoder, Tally tally) {
        List<Consumer<EventWriter>> encoded = new ArrayList<>(beats.size());
        for (List<StreamEvent> beat : beats) {
            encoded.add(out -> {
                for (StreamEvent event : beat) {
                    tally.note(event);
                    encoder.encode(event, out);
                }
            });
        }
        return encoded;
    }

    private void block(int i, ContentBlock block) {
        if (spoken) {
            fresh();
        }
        if (block instanceof ContentBlock.Thinking thinking) {
            add(new StreamEvent.BlockStarted(i, new ContentBlock.Thinking("", null)));
            speak(thinking.text(), piece -> new StreamEvent.ThinkingDelta(i, piece));
            add(new StreamEvent.SignatureDelta(i, thinking.signature()));
        } else if (block instanceof ContentBlock.ToolUse use) {
            add(new StreamEvent.BlockStarted(i, new ContentBlock.ToolUse(use.id(), use.name(), "", null)));
            speak(use.input(), piece -> new StreamEvent.ToolInputDelta(i, piece));
        } else if (block instanceof ContentBlock.Refused refused) {
            add(new StreamEvent.BlockStarted(i, new ContentBlock.Refused("")));
            speak(refused.text(), piece -> new StreamEvent.TextDelta(i, piece, null));
        } else if (block instanceof ContentBlock.Text text) {
            add(new StreamEvent.BlockStarted(i, new ContentBlock.Text("")));
            speak(text.text(), piece -> new StreamEvent.TextDelta(i, piece, null));
        }
        add(new StreamEvent.BlockStopped(i));
    }

    private void speak(String text, Function<String, StreamEvent> delta) {
        for (String piece : Pieces.of(text)) {
            if (spoken) {
                fresh();
            }
            add(delta.apply(piece));
            spoken = true;
        }
    }

    private void fresh() {
        beats.add(new ArrayList<>(2));
        spoken = false;
    }

    private void add(StreamEvent event) {
        beats.get(beats.size() - 1).add(event);
    }
}
