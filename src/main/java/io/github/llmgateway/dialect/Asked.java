package io.github.llmgateway.dialect;

/**
 * What a request says outside its body: some APIs name the model, and whether events are wanted, in the path.
 *
 * @param model  the model asked for; null: the body names it
 * @param stream whether events are wanted; null: the body says so
 */
public record Asked(String model, Boolean stream) {

    /** The body says everything. */
    public static final Asked IN_BODY = new Asked(null, null);
}
