package dev.quorumgate.clustertests.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The nodes behind a load balancer, and in which order a request is to be tried on them. Calls may overlap. */
interface Backends {
    List<ClusterNode> order();

    /** Whether it is tried while others could be. */
    boolean prefers(ClusterNode node);

    /** Nobody listens there. */
    void unreachable(ClusterNode node);

    /** One is asked first, until it cannot be reached. */
    final class Preferred implements Backends {
        private volatile List<ClusterNode> order;

        Preferred(List<ClusterNode> order) {
            this.order = List.copyOf(order);
        }

        void prefer(ClusterNode node) {
            order = moved(node, 0);
        }

        @Override
        public List<ClusterNode> order() {
            return order;
        }

        @Override
        public boolean prefers(ClusterNode node) {
            return order.get(0).equals(node);
        }

        @Override
        public void unreachable(ClusterNode node) {
            order = moved(node, order.size() - 1);
        }

        private List<ClusterNode> moved(ClusterNode node, int position) {
            List<ClusterNode> next = new ArrayList<>(order);
            next.remove(node);
            next.add(position, node);
            return List.copyOf(next);
        }
    }

    /** Those in turn that were ready when they were asked last; the others only when there is none of these. */
    final class Ready implements Backends {
        private final List<ClusterNode> all;
        private final Set<ClusterNode> ready = ConcurrentHashMap.newKeySet();
        private final AtomicInteger turn = new AtomicInteger();

        Ready(List<ClusterNode> all) {
            this.all = List.copyOf(all);
        }

        /** Asks all of them. */
        void look() throws InterruptedException {
            for (ClusterNode node : all) {
                if (node.gateway().isReady()) {
                    ready.add(node);
                } else {
                    ready.remove(node);
                }
            }
        }

        @Override
        public boolean prefers(ClusterNode node) {
            return ready.contains(node);
        }

        @Override
        public List<ClusterNode> order() {
            List<ClusterNode> order = new ArrayList<>();
            int first = turn.getAndIncrement();
            for (boolean wanted : new boolean[] {true, false}) {
                for (int i = 0; i < all.size(); i++) {
                    ClusterNode node = all.get(Math.floorMod(first + i, all.size()));
                    if (ready.contains(node) == wanted) {
                        order.add(node);
                    }
                }
            }
            return order;
        }

        @Override
        public void unreachable(ClusterNode node) {
            ready.remove(node);
        }
    }
}
