package dev.quorumgate.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.exposition.TextDialect;
import dev.quorumgate.groups.Batch;
import dev.quorumgate.groups.Command;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.HeldFamily;
import dev.quorumgate.groups.TestPushes;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.tree.Leaf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** Goal: many scrapes of a state that has just changed do not take its memory many times. Method: leaves that all ask for at once. */
class RenderedLeafTest {
    private static final int SCRAPES = 8;

    @Test
    void makesEachFormOnceForAllThatAskAtOnce() throws Exception {
        List<Function<RenderedLeaf, Object>> forms = List.of(
                leaf -> leaf.text(TextDialect.PROMETHEUS),
                leaf -> leaf.text(TextDialect.OPENMETRICS),
                RenderedLeaf::protobuf,
                RenderedLeafTest::compressed);
        for (Function<RenderedLeaf, Object> form : forms) {
            for (Leaf<GroupingKey, HeldFamily> leaf : manyLeaves()) {
                assertThat(askedAtOnce(() -> form.apply(RenderedLeaf.of(leaf))))
                        .allSatisfy(made -> assertThat(made).isSameAs(form.apply(RenderedLeaf.of(leaf))));
            }
        }
    }

    private static Object compressed(RenderedLeaf leaf) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            return leaf.text(TextDialect.PROMETHEUS).piece(deflater);
        } finally {
            deflater.end();
        }
    }

    private static List<Leaf<GroupingKey, HeldFamily>> manyLeaves() {
        List<Command> pushes = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            pushes.add(TestPushes.post(TestPushes.key("j" + i), TestPushes.described("m", "", TestPushes.metric(i))));
        }
        Groups groups = Groups.EMPTY.apply(new Batch(1, 1, pushes)).next();
        List<Leaf<GroupingKey, HeldFamily>> leaves = new ArrayList<>();
        Objects.requireNonNull(groups.byName().get("m")).exposed().byKey().forEach(leaves::add);
        return leaves;
    }

    private static List<Object> askedAtOnce(Callable<Object> question) throws Exception {
        CyclicBarrier together = new CyclicBarrier(SCRAPES);
        ExecutorService scrapes = Executors.newFixedThreadPool(SCRAPES);
        try {
            List<Future<Object>> answers = scrapes.invokeAll(Collections.nCopies(SCRAPES, () -> {
                together.await();
                return question.call();
            }));
            List<Object> made = new ArrayList<>();
            for (Future<Object> answer : answers) {
                made.add(answer.get());
            }
            return made;
        } finally {
            scrapes.shutdown();
        }
    }
}
