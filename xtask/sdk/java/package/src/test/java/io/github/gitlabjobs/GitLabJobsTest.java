// What is easily got wrong and shows on no happy path: where credentials go, what is refused, how lists go on.

package io.github.gitlabjobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.gitlabjobs.GitLabJobsException.Kind;
import io.github.gitlabjobs.model.Job;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GitLabJobsTest {
  private static final String SECRET = "glpat-very-secret";

  private final List<HttpServer> servers = new ArrayList<>();

  /** Answers one request. */
  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private String serve(Answer answer) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      try (exchange) {
        answer.to(exchange);
      }
    });
    server.start();
    servers.add(server);
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    servers.forEach(server -> server.stop(0));
  }

  private static void say(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static GitLabJobs connect(String address) {
    return GitLabJobs.connect(address, Credential.accessToken(SECRET));
  }

  private static GitLabJobsException failure(Runnable call) {
    return assertThrows(GitLabJobsException.class, call::run);
  }

  @Test
  void noCredentialReachesAnotherOrigin() throws IOException {
    List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    String storage = serve(exchange -> {
      for (String name : List.of("Authorization", "PRIVATE-TOKEN", "JOB-TOKEN", "Cookie")) {
        if (exchange.getRequestHeaders().containsKey(name)) {
          wrong.add(name + " arrived at another origin");
        }
      }
      say(exchange, 200, "archive");
    });
    String gitlab = serve(exchange -> {
      if (!exchange.getRequestHeaders().values().toString().contains(SECRET)) {
        wrong.add("the credential is missing at its own origin");
      }
      exchange.getResponseHeaders().set("Location", storage + "/a?signature=1");
      say(exchange, 302, "");
    });
    for (Credential credential :
        List.of(Credential.accessToken(SECRET), Credential.privateToken(SECRET), Credential.jobToken(SECRET))) {
      try (GitLabJobs client = GitLabJobs.connect(gitlab, credential);
          InputStream archive = client.downloadJobArtifacts("g/p", 1)) {
        assertEquals("archive", new String(archive.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void whatIsNotFollowedSaysWhy() {
    URI start = URI.create("https://h.example/api/v4/jobs");
    Map<String, String> reasons =
        Map.of(
            "http://h.example/x", "https is never left for http",
            "ftp://h.example/x", "only http and https are followed",
            "data:x", "only http and https are followed",
            "https:///x", "the target has no host",
            "https://:443/x", "the target has no host",
            "", "there is no target that can be read",
            "https://h.example/a b", "there is no target that can be read",
            "/api/v4/jobs#again", "the request has been there already");
    reasons.forEach((location, reason) -> assertEquals(reason, new Trail(start).redirect("GET", 302, location), location));
    Trail named = new Trail(start);
    assertNull(named.redirect("GET", 302, "https://u:p@h.example/x"));
    assertEquals(URI.create("https://h.example/x"), named.here());
    Trail trail = new Trail(start);
    for (int hop = 0; hop < 5; hop++) {
      assertNull(trail.redirect("GET", 307, "/" + hop));
    }
    assertEquals("the request was sent on five times before", trail.redirect("GET", 307, "/more"));
  }

  @Test
  void whoHasLeftStaysWithoutTheCredential() {
    Map<String, Boolean> targets =
        Map.of(
            "/x", false,
            "https://H.example:443/x", false,
            "https://h.example:8443/x", true,
            "https://sub.h.example/x", true,
            "https://h.example.evil/x", true,
            "https://h.example@other/x", true);
    targets.forEach((location, left) -> {
      Trail trail = new Trail(URI.create("https://h.example/jobs"));
      for (String next : List.of(location, "https://h.example/back")) {
        assertNull(trail.redirect("GET", 302, next), next);
        assertEquals(left, trail.left(), location + ", then " + next);
      }
    });
  }

  @Test
  void whatChangesSomethingIsNeverSentOn() throws IOException {
    List<String> sent = Collections.synchronizedList(new ArrayList<>());
    String gitlab = serve(exchange -> {
      sent.add(exchange.getRequestMethod());
      exchange.getResponseHeaders().set("Location", "/elsewhere");
      say(exchange, 307, "");
    });
    try (GitLabJobs client = connect(gitlab)) {
      assertEquals(Kind.REDIRECT, failure(() -> client.eraseJob("g/p", 1)).kind());
    }
    assertEquals(List.of("POST"), sent);
  }

  @Test
  void onlyWhatReadsIsSentAgainAfterABadGateway() throws IOException {
    List<String> sent = Collections.synchronizedList(new ArrayList<>());
    String gitlab = serve(exchange -> {
      sent.add(exchange.getRequestMethod());
      say(exchange, 502, "<html>");
    });
    try (GitLabJobs client = GitLabJobs.builder(gitlab, Credential.accessToken(SECRET)).retries(1).build()) {
      assertEquals(502, failure(() -> client.cancelJob("g/p", 1)).status().getAsInt());
      assertEquals(Kind.API, failure(() -> client.getJob("g/p", 1)).kind());
    }
    assertEquals(List.of("POST", "GET", "GET"), sent);
  }

  @Test
  void aWaitLongerThanAllowedEndsTheCall() throws IOException {
    String gitlab = serve(exchange -> {
      exchange.getResponseHeaders().set("Retry-After", "3600");
      say(exchange, 429, "Retry later");
    });
    try (GitLabJobs client = connect(gitlab)) {
      assertEquals(Duration.ofHours(1), failure(() -> client.getJob("g/p", 1)).retryAfter().orElseThrow());
    }
  }

  @Test
  void namesThatWouldLeadElsewhereAreRefused() throws IOException {
    List<String> sent = Collections.synchronizedList(new ArrayList<>());
    String gitlab = serve(exchange -> sent.add("something"));
    try (GitLabJobs client = connect(gitlab)) {
      for (String name : List.of("", ".", "..", "a/../b", "a//b", "/a", "a/", "a\\b", "a\nb")) {
        assertEquals(Kind.USAGE, failure(() -> client.getJob(name, 1)).kind(), name);
      }
      assertEquals(Kind.USAGE, failure(() -> client.downloadRefArtifacts("g/p", "main", null)).kind());
    }
    assertEquals(List.of(), sent);
  }

  @Test
  void addressesThatWouldLeakAreRefused() {
    for (String address :
        List.of("http://gitlab.example", "ftp://h", "h", "", "https://u:p@h", "https://h?x=1", "http://127.0.0.1.evil.example")) {
      assertEquals(Kind.USAGE, failure(() -> connect(address)).kind(), address);
    }
    for (String token : List.of("", "qx qy", "qx\nqy", "qx\u00e4")) {
      String message = failure(() -> Credential.accessToken(token)).getMessage();
      assertFalse(!token.isEmpty() && message.contains(token), message);
    }
    for (String address : List.of("http://127.0.0.1:1", "http://[::1]:1", "http://localhost", "https://h/sub/", "https://h/api/v4")) {
      connect(address).close();
    }
    GitLabJobs.connect("http://gitlab.example", Credential.anonymous()).close();
  }

  @Test
  void theNextPageIsAskedForAtTheSamePlace() throws IOException {
    List<String> asked = Collections.synchronizedList(new ArrayList<>());
    String gitlab = serve(exchange -> {
      asked.add(exchange.getRequestURI().toString());
      if (asked.size() == 1) {
        exchange
            .getResponseHeaders()
            .set("Link", "<https://evil.example/api?x=1,2>; rel=\"first\", <https://evil.example/x?cursor=a%3D,b>; rel=\"next\"");
      } else if (asked.size() == 2) {
        exchange.getResponseHeaders().set("X-Next-Page", "3");
      }
      say(exchange, 200, "[{\"id\":" + asked.size() + "}]");
    });
    try (GitLabJobs client = connect(gitlab)) {
      List<Long> found = client.listProjectJobs("g/p", options -> options.perPage(1)).stream().map(Job::getId).toList();
      assertEquals(List.of(1L, 2L, 3L), found);
    }
    String place = "/api/v4/projects/g%2Fp/jobs?";
    assertEquals(List.of(place + "per_page=1", place + "cursor=a%3D,b", place + "cursor=a%3D,b&page=3"), asked);
  }

  @Test
  void aListThatLeadsInACircleEnds() throws IOException {
    String gitlab = serve(exchange -> {
      exchange.getResponseHeaders().set("Link", "<https://h/?page=2>; rel=next");
      say(exchange, 200, "[]");
    });
    try (GitLabJobs client = connect(gitlab)) {
      assertEquals(Kind.DECODE, failure(() -> client.listPipelineJobs("g/p", 1).stream().count()).kind());
    }
  }

  @Test
  void aLinkThatCannotBeReadIsAnErrorAndNoEnd() throws IOException {
    for (String link : List.of("<?hidden=a b|c>; rel=next", "</jobs>; rel=\"next\"", "<>; rel=NEXT")) {
      String gitlab = serve(exchange -> {
        exchange.getResponseHeaders().set("Link", link);
        say(exchange, 200, "[]");
      });
      try (GitLabJobs client = connect(gitlab)) {
        GitLabJobsException failure = failure(() -> client.listPipelineJobs("g/p", 1).stream().count());
        assertEquals(Kind.DECODE, failure.kind(), link);
        assertFalse(failure.getMessage().contains("hidden"), failure.getMessage());
        assertNull(failure.getCause());
      }
    }
  }

  @Test
  void relationsAreReadInAnyCase() throws IOException {
    String gitlab = serve(exchange -> {
      exchange.getResponseHeaders().set("Link", "<?page=2>; Rel=\"Last Next\"");
      say(exchange, 200, "[]");
    });
    try (GitLabJobs client = connect(gitlab)) {
      assertTrue(client.listPipelineJobs("g/p", 1).firstPage().hasNext());
    }
  }

  @Test
  void anAnswerWithoutAnIdIsNoJob() throws IOException {
    for (String body : List.of("", "null", "{}", "{\"status\":\"success\"}")) {
      String gitlab = serve(exchange -> say(exchange, 200, body));
      try (GitLabJobs client = connect(gitlab)) {
        assertEquals(Kind.DECODE, failure(() -> client.getJob("g/p", 1)).kind(), body);
      }
    }
    for (String body : List.of("null", "[null]", "[{\"id\":1},null]", "[{}]")) {
      String gitlab = serve(exchange -> say(exchange, 200, body));
      try (GitLabJobs client = connect(gitlab)) {
        assertEquals(Kind.DECODE, failure(() -> client.listPipelineJobs("g/p", 1).firstPage()).kind(), body);
      }
    }
  }

  @Test
  void interruptingTheThreadEndsTheCall() throws IOException {
    String gitlab = serve(exchange -> say(exchange, 200, "{\"id\":1}"));
    try (GitLabJobs client = connect(gitlab)) {
      Thread.currentThread().interrupt();
      assertEquals(Kind.CANCELED, failure(() -> client.getJob("g/p", 1)).kind());
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void aJobOfNullsAndNewsIsRead() throws IOException {
    String gitlab = serve(exchange -> say(exchange, 200, "{\"id\":7,\"status\":\"dreaming\",\"runner\":null,\"news\":[1]}"));
    try (GitLabJobs client = connect(gitlab)) {
      Job job = client.getJob("g/p", 7);
      assertEquals("dreaming", job.getStatus());
      assertNull(job.getRunner());
    }
  }

  @Test
  void wordsOfAnErrorAreFoundInEachShape() {
    Map<String, List<String>> shapes =
        Map.of(
            "{\"message\":\"404 Not Found\"}", List.of("404 Not Found"),
            "{\"message\":[\"a\",\"b\"]}", List.of("a", "b"),
            "{\"message\":{\"z\":[\"one\",\"two\"],\"a\":\"three\"}}", List.of("z: one", "z: two", "a: three"),
            "{\"error\":\"insufficient_scope\",\"error_description\":\"d\"}", List.of("d"),
            "{\"error\":\"e\"}", List.of("e"),
            "<html>", List.of(),
            "{\"message\":{\"a\":1}}", List.of(),
            "[]", List.of(),
            "", List.of());
    shapes.forEach((body, words) -> {
      InputStream bytes = new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
      assertEquals(words, GitLabJobsException.said(bytes), body);
    });
  }

  @Test
  void nothingPrintsTheToken() {
    Credential credential = Credential.privateToken(SECRET);
    GitLabJobs.Builder builder = GitLabJobs.builder("https://gitlab.example", credential);
    try (GitLabJobs client = builder.build()) {
      String printed = List.of(client, credential, builder, client.withTimeout(Duration.ZERO), client.sender()).toString();
      assertFalse(printed.contains(SECRET), printed);
      assertTrue(printed.contains("private token"), printed);
    }
  }
}
