package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {
    private final ByteBudget budget = new ByteBudget(100);

    @Test
    void isSharedByAll() throws IOException {
        try (ByteBudget.Share one = budget.share();
                ByteBudget.Share two = budget.share()) {
            one.take(60);
            two.take(40);

            assertThatThrownBy(() -> one.take(1))
                    .hasMessage("other requests use 40 bytes of memory for their bodies; try again soon");
            assertThatThrownBy(() -> two.take(1))
                    .hasMessage("other requests use 60 bytes of memory for their bodies; try again soon");
        }
    }

    @Test
    void takesNothingWhenItRefuses() throws IOException {
        try (ByteBudget.Share one = budget.share();
                ByteBudget.Share two = budget.share()) {
            one.take(60);
            assertThatThrownBy(() -> two.take(41)).isInstanceOf(ByteBudget.ExhaustedException.class);

            assertThatCode(() -> two.take(40)).doesNotThrowAnyException();
        }
    }

    @Test
    void isThereAgainWhenAShareEnds() throws IOException {
        try (ByteBudget.Share one = budget.share()) {
            one.take(30);
            one.take(30);
        }
        try (ByteBudget.Share two = budget.share();
                ByteBudget.Share three = budget.share()) {
            two.take(50);

            assertThatCode(() -> three.take(50)).doesNotThrowAnyException();
        }
    }

    @Test
    void letsOneAloneTakeTwiceOfWhatThereIsForAllAndNoMore() throws IOException {
        try (ByteBudget.Share large = budget.share();
                ByteBudget.Share small = budget.share()) {
            large.take(90);
            large.take(110);

            assertThatThrownBy(() -> large.take(1))
                    .isInstanceOf(ByteBudget.TooMuchException.class)
                    .hasMessageStartingWith(
                            "the request may need 201 bytes of memory, and this node has 200 for one; push less");
            assertThatThrownBy(() -> small.take(1)).isInstanceOf(ByteBudget.ExhaustedException.class);
        }
        try (ByteBudget.Share next = budget.share()) {
            assertThatCode(() -> next.take(200)).doesNotThrowAnyException();
        }
    }
}
