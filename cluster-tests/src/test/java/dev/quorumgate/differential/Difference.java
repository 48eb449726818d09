package dev.quorumgate.differential;

/** One thing that is not the same, in words. */
record Difference(Aspect aspect, String text) {
    static Difference of(Aspect aspect, Object ours, Object original) {
        return new Difference(aspect, "ours: " + ours + "\n    original: " + original);
    }

    @Override
    public String toString() {
        return aspect + "\n    " + text;
    }
}
