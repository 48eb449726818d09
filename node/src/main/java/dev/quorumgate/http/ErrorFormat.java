package dev.quorumgate.http;

import dev.quorumgate.api.Problem;
import java.io.IOException;
import java.util.SortedMap;
import org.eclipse.jetty.http.HttpStatus;

/** How refusals are written. */
enum ErrorFormat {
    /** A line of text, as the original has it. */
    PLAIN_TEXT {
        @Override
        void write(Exchange exchange, int status, String text, SortedMap<String, Object> members) throws IOException {
            Answer.error(exchange.response(), status, text);
        }
    },

    /** {@code application/problem+json}. */
    PROBLEM {
        @Override
        void write(Exchange exchange, int status, String text, SortedMap<String, Object> members) throws IOException {
            JsonAnswer.send(
                    exchange,
                    status,
                    Problem.CONTENT_TYPE,
                    Problem.of(status, HttpStatus.getMessage(status), text, members));
        }
    };

    abstract void write(Exchange exchange, int status, String text, SortedMap<String, Object> members)
            throws IOException;
}
