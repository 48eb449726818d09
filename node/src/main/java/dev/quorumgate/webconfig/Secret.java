package dev.quorumgate.webconfig;

/** A text that must not be shown. */
public record Secret(String text) {
    @Override
    public String toString() {
        return "<secret>";
    }
}
