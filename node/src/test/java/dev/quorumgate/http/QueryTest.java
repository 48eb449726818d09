package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class QueryTest {
    static Stream<Arguments> queries() {
        return Stream.of(
                arguments("", List.of()),
                arguments("x", List.of("")),
                arguments("x=", List.of("")),
                arguments("x=1", List.of("1")),
                arguments("&&x=1&", List.of("1")),
                arguments("a=0&x=1&xx=2&x=3", List.of("1", "3")),
                arguments("x=a=b", List.of("a=b")),
                arguments("%78=a%2Bb+c%26d", List.of("a+b c&d")),
                arguments("x=%C3%A9é", List.of("éé")),
                arguments("x=%zz", List.of("%zz")),
                arguments("%zz=1&x=%&x=1", List.of("%", "1")));
    }

    @ParameterizedTest(name = "?{0}")
    @MethodSource("queries")
    void givesTheValuesOfAParameterInTheirOrder(String query, List<String> values) {
        assertThat(Query.values(query, "x")).isEqualTo(values);
    }
}
