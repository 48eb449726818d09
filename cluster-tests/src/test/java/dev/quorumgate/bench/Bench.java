package dev.quorumgate.bench;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

/** Quick: PORTS GROUPS CLIENTS SECONDS. */
public final class Bench {
    private Bench() {}

    public static void main(String[] args) throws Exception {
        List<InetSocketAddress> nodes = Arrays.stream(args[0].split(",", -1))
                .map(p -> new InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), Integer.parseInt(p)))
                .toList();
        PushLoad load = new PushLoad(nodes, Integer.parseInt(args[1]));
        long t = System.nanoTime();
        load.fill(16);
        System.out.printf("fill %.1fs%n", (System.nanoTime() - t) / 1e9);
        for (int i = 0; i < 4; i++) {
            PushLoad.Result r = load.run(Integer.parseInt(args[2]), Double.parseDouble(args[3]));
            System.out.printf(
                    "%.0f/s p50 %.2f p99 %.2f fail %d%n", r.perSecond(), r.p50Millis(), r.p99Millis(), r.failures());
        }
    }
}
