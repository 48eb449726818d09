package dev.quorumgate.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadinessTest {
    private final Readiness readiness = new Readiness();

    @Test
    void isHealthyAndNotReadyAtFirst() {
        assertThat(readiness.unreadyBecause()).contains("this node is starting");
        assertThat(readiness.unhealthyBecause()).isEmpty();
    }

    @Test
    void becomesReadyAgainAfterAnObstacle() {
        readiness.unready("waiting for n2");
        assertThat(readiness.unreadyBecause()).contains("waiting for n2");

        readiness.ready();
        assertThat(readiness.unreadyBecause()).isEmpty();
    }

    @Test
    void staysUnreadyOnceItStops() {
        readiness.stopping("this node is stopping");

        readiness.unready("not ready yet");
        readiness.ready();

        assertThat(readiness.unreadyBecause()).contains("this node is stopping");
        assertThat(readiness.unhealthyBecause()).isEmpty();
    }

    @Test
    void staysUnreadyOnceItIsUnhealthy() {
        readiness.unhealthy("the disk is gone");

        readiness.ready();
        readiness.stopping("this node is stopping");

        assertThat(readiness.unreadyBecause()).contains("the disk is gone");
        assertThat(readiness.unhealthyBecause()).contains("the disk is gone");
    }
}
