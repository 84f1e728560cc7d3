package io.github.llmgateway.door;

import io.github.llmgateway.call.Call;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Exchange;

/** The id of a request: in answers, logs and errors. */
final class RequestId {

    private static final char[] DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz".toCharArray();

    private RequestId() {
    }

    /** The exchange's id, made when first asked for: unique, not secret. */
    static String of(Exchange exchange) {
        String id = (String) exchange.getProperty(Call.REQUEST_ID);
        if (id == null) {
            char[] digits = new char[24];
            ThreadLocalRandom random = ThreadLocalRandom.current();
            long high = random.nextLong();
            long low = random.nextLong();
            for (int i = 0; i < 12; i++) {
                digits[i] = DIGITS[(int) Long.remainderUnsigned(high, 36)];
                digits[12 + i] = DIGITS[(int) Long.remainderUnsigned(low, 36)];
                high = Long.divideUnsigned(high, 36);
                low = Long.divideUnsigned(low, 36);
            }
            id = "req_" + new String(digits);
            exchange.setProperty(Call.REQUEST_ID, id);
        }
        return id;
    }
}
