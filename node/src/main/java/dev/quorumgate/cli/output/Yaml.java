package dev.quorumgate.cli.output;

import org.yaml.snakeyaml.DumperOptions;

/** Trees of maps, lists and single values as YAML. */
final class Yaml {
    private static final int NEVER = Integer.MAX_VALUE;

    private Yaml() {}

    static String write(Object tree) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        options.setWidth(NEVER);
        return new org.yaml.snakeyaml.Yaml(options).dump(tree);
    }
}
