package io.github.llmgateway.gateway;

import io.github.llmgateway.call.Answer;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.SimpleTypeConverter;

/**
 * An answer as text, bytes or stream, for an application's routes. Text and bytes of a streamed answer wait for its
 * end. The gateway's own contexts do without: on an event loop nothing may wait.
 */
final class AnswerConversion {

    private AnswerConversion() {
    }

    static void addTo(TypeConverterRegistry converters) {
        converters.addTypeConverter(InputStream.class, Answer.class, new SimpleTypeConverter(false,
                (type, exchange, answer) -> ((Answer) answer).open()));
        converters.addTypeConverter(byte[].class, Answer.class, new SimpleTypeConverter(false,
                (type, exchange, answer) -> ((Answer) answer).read()));
        converters.addTypeConverter(String.class, Answer.class, new SimpleTypeConverter(false,
                (type, exchange, answer) -> new String(((Answer) answer).read(), StandardCharsets.UTF_8)));
    }
}
