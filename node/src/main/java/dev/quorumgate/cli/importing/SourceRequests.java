package dev.quorumgate.cli.importing;

import dev.quorumgate.cli.CliException;
import dev.quorumgate.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** Requests to a Pushgateway, by one thread. */
final class SourceRequests {
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int SHOWN_MAX = 300;

    private final SourceAddress address;
    private final Duration patience;
    private final HttpClient client;

    /** @param patience for each answer to begin, and to go on */
    SourceRequests(SourceAddress address, Duration patience) {
        this.address = address;
        this.patience = patience;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                // Whoever answers at another place would be given the password.
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience);
        address.tls().ifPresent(builder::sslContext);
        client = builder.build();
    }

    /** An answer whose status is not 200 is an exception that a verb can end with. */
    InputStream get(String path) throws InterruptedException {
        HttpResponse<InputStream> answer = ask(path, "*/*");
        int status = answer.statusCode();
        if (status == OK) {
            return new UnstalledStream(answer.body(), patience);
        }
        String told = address + path + " answers " + status + told(answer);
        if (status == UNAUTHORIZED || status == FORBIDDEN) {
            throw new CliException(
                    ExitCode.AUTHENTICATION, told + "\n--user and --password-file say who asks; is that right?");
        }
        throw new CliException(ExitCode.FAILED, told + "\nis " + address + " the URL of a Pushgateway?");
    }

    /** Whatever its status. */
    HttpResponse<InputStream> ask(String path, String accept) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address.base() + path))
                .timeout(patience)
                .header("Accept", accept);
        address.authorization().ifPresent(value -> request.header("Authorization", value));
        try {
            return client.send(request.build(), BodyHandlers.ofInputStream());
        } catch (HttpTimeoutException e) {
            throw new CliException(
                    ExitCode.UNREACHABLE,
                    address + path + ": no answer within " + patience.toMillis() + " ms; --timeout gives it longer");
        } catch (SSLException e) {
            throw new CliException(
                    ExitCode.AUTHENTICATION,
                    address + path + ": " + e.getMessage()
                            + "\n--source-ca-file names the authority that has signed it");
        } catch (ConnectException e) {
            throw new CliException(ExitCode.UNREACHABLE, address + path + ": no connection: is that where it listens?");
        } catch (IOException e) {
            throw new CliException(ExitCode.UNREACHABLE, address + path + ": " + e);
        }
    }

    /** What an answer says in its body, for people. */
    static String told(HttpResponse<InputStream> answer) {
        String location =
                answer.headers().firstValue("Location").map(to -> ", see " + to).orElse("");
        try (InputStream body = answer.body()) {
            String text = new String(body.readNBytes(SHOWN_MAX), StandardCharsets.UTF_8)
                    .strip()
                    .replace('\n', ' ');
            return location + (text.isEmpty() ? "" : ": " + text);
        } catch (IOException e) {
            return location; // the status has to do
        }
    }
}
