package dev.quorumgate.groups;

/**
 * What a node holds pushes against: its flags, in the words of the state machine.
 *
 * @param checked whether a push must fit what the gateway itself exposes and other groups hold
 */
public record PushRules(boolean checked, PushLimits push, StoreLimits store) {
    public static final PushRules CHECKED = new PushRules(true, PushLimits.UNLIMITED, StoreLimits.UNLIMITED);

    public static final PushRules UNCHECKED = new PushRules(false, PushLimits.UNLIMITED, StoreLimits.UNLIMITED);
}
