package dev.quorumgate.cli.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Whether clients find a node, or the load balancer before the nodes. */
public final class HttpCheck {
    private static final int OK = 200;

    private HttpCheck() {}

    /**
     * Asks whether it is ready.
     *
     * @param url {@code http://host:port}, with a path if there is one
     */
    public static void run(String url, Duration patience, Findings findings) throws InterruptedException {
        String asked = url.replaceAll("/+$", "") + "/-/ready";
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(asked)).timeout(patience).build();
            HttpResponse<String> answer =
                    HttpClient.newBuilder().connectTimeout(patience).build().send(request, BodyHandlers.ofString());
            if (answer.statusCode() == OK) {
                findings.ok("http", url, "it is ready");
            } else {
                findings.error(
                        "http",
                        url,
                        "/-/ready answers " + answer.statusCode() + ": "
                                + answer.body().strip(),
                        "clients get 503 there; a load balancer that asks /-/ready sends them elsewhere");
            }
        } catch (IOException e) {
            findings.error(
                    "http",
                    url,
                    "no answer: " + e,
                    "does a node listen there (--web.listen-address), and is it let in?");
        } catch (IllegalArgumentException e) {
            findings.error("http", url, "this is no URL: " + e.getMessage(), "write it as http://HOST:9091");
        }
    }
}
