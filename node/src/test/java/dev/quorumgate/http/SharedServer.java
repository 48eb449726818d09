package dev.quorumgate.http;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** For tests that share a server of the default kind, one for each class; it has forgotten all groups before each test. */
abstract class SharedServer {
    static TestServer server;

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.with().start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void forgetGroups() {
        server.log.clear();
    }
}
