// The tour of gitlab4j: asks the server in the environment one thing after the other and prints what it saw.

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.gitlab4j.api.GitLabApi;
import org.gitlab4j.api.JobApi;
import org.gitlab4j.api.models.Job;
import org.gitlab4j.api.models.JobAttribute;
import org.gitlab4j.api.models.JobAttributes;
import org.gitlab4j.models.Constants.JobScope;
import org.gitlab4j.models.Constants.TokenType;

public final class Tour {
    private static final String PROJECT = "group/app";

    private static void step(String name, Callable<Object> take) throws Exception {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("step", name);
        try {
            line.put("saw", take.call());
        } catch (Exception error) {
            line.put("failed", error.toString());
        }
        System.out.println(new ObjectMapper().writeValueAsString(line));
    }

    private static void lacks(String name) {
        System.out.println("{\"step\":\"" + name + "\",\"lacks\":true}");
    }

    private static Object ids(Stream<Job> jobs) {
        return jobs.map(Job::getId).toList();
    }

    private static byte[] bytes(InputStream stream) throws Exception {
        try (stream) {
            return stream.readAllBytes();
        }
    }

    private static Object text(InputStream stream) throws Exception {
        return new String(bytes(stream), StandardCharsets.UTF_8);
    }

    public static void main(String[] arguments) throws Exception {
        String server = System.getenv("CI_API_V4_URL").replaceFirst("/api/v4$", "");
        String oauth = System.getenv("GITLAB_OAUTH_TOKEN");
        TokenType type = oauth == null ? TokenType.PRIVATE : TokenType.OAUTH2_ACCESS;
        String token = oauth == null ? System.getenv("GITLAB_TOKEN") : oauth;
        try (GitLabApi api = new GitLabApi(server, type, token)) {
            tour(api.getJobApi());
        }
    }

    private static void tour(JobApi jobs) throws Exception {
        // One state at a time is all that it can ask for.
        step("list_filtered", () -> ids(Stream.concat(
                jobs.getJobsStream(PROJECT, JobScope.CANCELED), jobs.getJobsStream(PROJECT, JobScope.FAILED))));
        step("list_by_offset", () -> ids(jobs.getJobsForPipeline(PROJECT, 11L, 4, true).stream()));
        lacks("list_by_keyset");
        lacks("list_bridges");
        step("get", () -> jobs.getJob(PROJECT, 1001L).getId());
        step("trace", () -> jobs.getTrace(PROJECT, 1001L).getBytes(StandardCharsets.UTF_8).length);
        step("play", () -> {
            List<JobAttribute> variables = List.of(new JobAttribute("TARGET", "east & west"));
            return jobs.playJob(PROJECT, 1031L, new JobAttributes(variables)).getId();
        });
        step("cancel", () -> jobs.cancelJob(PROJECT, 1025L).getId());
        step("retry", () -> jobs.retryJob(PROJECT, 1004L).getId());
        step("erase", () -> jobs.eraseJob(PROJECT, 1002L).getId());
        step("archive_by_id", () -> bytes(jobs.downloadArtifactsFile(PROJECT, 1001L)).length);
        step("archive_by_ref", () -> bytes(jobs.downloadArtifactsFile(PROJECT, "feature/login", "build")).length);
        step("file_by_id", () -> bytes(jobs.downloadSingleArtifactsFile(PROJECT, 1001L, "app.bin")).length);
        step("file_of_text", () -> text(jobs.downloadSingleArtifactsFile(PROJECT, 1001L, "reports/junit.xml")));
        step("file_with_blank", () -> text(jobs.downloadSingleArtifactsFile(PROJECT, 1001L, "docs/read me.txt")));
        lacks("file_by_ref");
        step("keep", () -> jobs.keepArtifacts(PROJECT, 1001L).getId());
        step("delete", () -> {
            jobs.deleteArtifacts(PROJECT, 1001L);
            return null;
        });
    }
}
