package io.github.llmgateway.credentials;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One value for equal settings, made when first asked for. The one unused for longest goes when there are too many;
 * whoever still holds it can go on using it. Safe for all threads.
 */
public final class Shared<K, V> {

    private static final int MOST = 1000;

    private final Function<K, V> maker;
    private final Map<K, V> values;

    /** Made by {@code maker}, which must neither block nor fail; {@code gone} is told who goes. */
    public Shared(Function<K, V> maker, Consumer<V> gone) {
        this.maker = maker;
        this.values = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                if (size() <= MOST) {
                    return false;
                }
                gone.accept(eldest.getValue());
                return true;
            }
        };
    }

    /** The one value of these settings. */
    public synchronized V of(K settings) {
        V value = values.get(settings);
        if (value == null) {
            value = maker.apply(settings);
            values.put(settings, value);
        }
        return value;
    }
}
