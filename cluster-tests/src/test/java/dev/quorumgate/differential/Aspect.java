package dev.quorumgate.differential;

/** In what two gateways can differ after a request. */
public enum Aspect {
    STATUS,
    /** What the body says, as far as it is meant to be the same. */
    BODY,
    CONTENT_TYPE,
    CONTENT_ENCODING,
    ALLOW,
    LOCATION,
    /** HELP lines of what a scrape shows then. */
    HELP,
    /** All else that a scrape shows then. */
    SHOWN
}
