package dev.quorumgate.http;

import dev.quorumgate.api.InvalidParameterException;
import dev.quorumgate.api.Parameters;

/** The query of a request to {@code /api/v2}. */
final class QueryParameters {
    private QueryParameters() {}

    /**
     * The parameters, by name.
     *
     * @param known those there are
     * @throws RequestException if there is another one
     */
    static Parameters of(Exchange exchange, String... known) throws RequestException {
        String query = exchange.request().getQueryString();
        try {
            return Parameters.of(Query.parameters(query == null ? "" : query), known);
        } catch (InvalidParameterException e) {
            throw RequestException.of(e);
        }
    }
}
