// Lists the failed jobs of a project and prints the log of the newest one.

import io.github.gitlabjobs.Credential;
import io.github.gitlabjobs.GitLabJobs;
import io.github.gitlabjobs.GitLabJobsException;
import io.github.gitlabjobs.model.Job;
import io.github.gitlabjobs.model.JobScope;
import java.io.IOException;
import java.io.InputStream;

public class Example {
  public static void main(String[] arguments) throws IOException {
    Credential credential = Credential.accessToken(System.getenv("GITLAB_TOKEN"));
    try (GitLabJobs client = GitLabJobs.connect(System.getenv("CI_API_V4_URL"), credential)) {
      long newest = 0;
      for (Job job : client.listProjectJobs("group/app", options -> options.scope(JobScope.FAILED))) {
        System.out.println(job.getId() + " " + job.getName() + " " + job.getStatus());
        newest = Math.max(newest, job.getId());
      }
      try (InputStream trace = client.getJobTrace("group/app", newest)) {
        trace.transferTo(System.out);
      }
    } catch (GitLabJobsException e) {
      System.err.println(e.kind() + " " + e.status() + " " + e.messages());
      System.exit(1);
    }
  }
}
