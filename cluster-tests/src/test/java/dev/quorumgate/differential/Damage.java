package dev.quorumgate.differential;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What goes wrong with bodies on their way, and what people write who have not read the format. */
final class Damage {
    private static final List<String> LINES = List.of(
            "m 1",
            "m 1\r\n",
            "m 1 \n",
            "m\n",
            "m \n",
            "m x\n",
            "m 0x1F\n",
            "m 1_000\n",
            "m 1f\n",
            "m 1e999\n",
            "m +NaN\n",
            "m 1,5\n",
            "m 1e\n",
            "m true\n",
            "m 0b1\n",
            "m 0x1p3\n",
            "m 1.5 1.5\n",
            "m 1 2 x\n",
            "m 1 2 \n",
            "m 1 # c\n",
            "# TYPE m info\n",
            "# TYPE m gauge \n",
            "# TYPE m unknown\n",
            "# TYPE m\n",
            "# TYPE\n",
            "# HELP\n",
            "# HELP m\n",
            "# HELP m \n",
            "# HELP m-x y\n",
            "# HELP 1m y\n",
            "# TYPE 1m gauge\n",
            "# HELP m \\x\n",
            "# HELP m a\\\n",
            "# TYPE m gauge\r\n",
            "m 1\n# TYPE m gauge\n",
            "# HELP m x\n# HELP m x\nm 1\n",
            "m{a=\"b\",a=\"b\"} 1\n",
            "m{a-b=\"c\"} 1\n",
            "m{a b=\"c\"} 1\n",
            "m{a:b=\"c\"} 1\n",
            "m{__name__=\"x\"} 1\n",
            "m{__x=\"y\"} 1\n",
            "m{a=\"\\t\"} 1\n",
            "m{a='b'} 1\n",
            "m{a=b} 1\n",
            "m{,} 1\n",
            "m{a=\"b\",,} 1\n",
            "m{a=\"b\"\n",
            "m{a=\"b\n\"} 1\n",
            "m{a=\"b\" c=\"d\"} 1\n",
            "m{a} 1\n",
            "m{a=} 1\n",
            "m{1a=\"b\"} 1\n",
            "m-n 1\n",
            "m.n 1\n",
            "1m 1\n",
            "{} 1\n",
            "{a=\"b\"} 1\n",
            "{\"m\"} 1\n",
            "{\"m\",a=\"b\"} 1\n",
            "{\"m\",\"n\"} 1\n",
            "{\"m\"x} 1\n",
            "{\"m.n\"} 1\n",
            "m{\"a-b\"=\"c\"} 1\n",
            "\"m\" 1\n",
            "\"m\"{a=\"b\"} 1\n",
            "\"m 1\n",
            "{\"m\n",
            "m{\"a\"=\"b\"} 1\n",
            "m{\"\"=\"b\"} 1\n",
            "# TYPE \"m\" gauge\n",
            "# TYPE \"m.n\" gauge\n",
            "# HELP \"m x\n",
            "a 1\na 2\n",
            "m{x=\"1\"} 1\nm{x=\"1\"} 1\n",
            "# TYPE h histogram\nh_bucket{le=\"x\"} 1\n",
            "# TYPE h histogram\nh_sum{le=\"x\"} 1\n",
            "# TYPE s summary\ns{quantile=\"x\"} 1\n",
            "# TYPE h histogram\nh_count -1\n",
            "# TYPE h histogram\nh_count 2.5\n",
            "# TYPE h histogram\nh_bucket{le=\"1\"} 1.5\nh_count 3\n",
            "# TYPE h histogram\nh_bucket 1\nh 1\n",
            "# TYPE s summary\ns_count 3.7\n",
            "# TYPE s summary\ns_count -4\n",
            "# TYPE s summary\ns 1\n",
            "# TYPE s summary\ns_bucket 1\n",
            "# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"1\"} 2\n",
            "# TYPE h histogram\n# HELP h_count x\n# TYPE h_sum gauge\n",
            "# TYPE h_count gauge\nh_count 5\n# TYPE h histogram\nh_sum 1\n",
            "h_bucket{le=\"1\"} 1\n# TYPE h histogram\n",
            "\ufeffm 1\n",
            "\u00fc 1\n",
            "\r\n",
            "\0\n",
            "# EOF",
            "#",
            "push_failure_time_seconds 5\n",
            "m{a=\"\ud83d\ude00\"} 1\n");

    private static final String SPECIAL = "\n\r\t {}\",=#\\0123456789abcxyz_:.-+'eEiInNfF\u0000\u0080\u00ff\u00c3";

    private final Chance chance;

    Damage(Chance chance) {
        this.chance = chance;
    }

    /** A line or two that nearly are, or are not, of the text format. */
    String line() {
        return chance.of(LINES);
    }

    /** A body with one thing about it changed. */
    ByteString of(ByteString body) {
        if (body.isEmpty()) {
            return bytes(line());
        }
        return switch (chance.below(8)) {
            case 0 -> body.substring(0, body.size() - 1);
            case 1 -> body.substring(0, chance.below(body.size()));
            case 2 -> replaced(body);
            case 3 -> removed(body);
            case 4 -> inserted(body);
            case 5 -> linesMoved(body);
            case 6 ->
                chance.oneIn(2) ? body.concat(bytes(line())) : bytes(line()).concat(body);
            default -> bytes(body.toString(StandardCharsets.ISO_8859_1).replace("\n", "\r\n"));
        };
    }

    private ByteString replaced(ByteString body) {
        byte[] changed = body.toByteArray();
        changed[chance.below(changed.length)] = special();
        return ByteString.copyFrom(changed);
    }

    private ByteString removed(ByteString body) {
        int from = chance.below(body.size());
        int to = Math.min(body.size(), from + 1 + chance.below(3));
        return body.substring(0, from).concat(body.substring(to));
    }

    private ByteString inserted(ByteString body) {
        int at = chance.below(body.size() + 1);
        ByteString more = ByteString.copyFrom(new byte[] {special()});
        return body.substring(0, at).concat(more).concat(body.substring(at));
    }

    private ByteString linesMoved(ByteString body) {
        List<String> lines = new ArrayList<>(
                List.of(body.toString(StandardCharsets.ISO_8859_1).split("(?<=\n)", -1)));
        String moved = chance.oneIn(2) ? chance.of(lines) : lines.remove(chance.below(lines.size()));
        lines.add(chance.below(lines.size() + 1), moved);
        return ByteString.copyFrom(String.join("", lines), StandardCharsets.ISO_8859_1);
    }

    private byte special() {
        return (byte) SPECIAL.charAt(chance.below(SPECIAL.length()));
    }

    private static ByteString bytes(String text) {
        boolean wide = text.chars().anyMatch(each -> each > 0xff);
        return ByteString.copyFrom(text, wide ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }
}
