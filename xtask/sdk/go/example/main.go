// Lists the failed jobs of a project and prints the log of the newest one.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"

	gitlabjobs "github.com/gitlab-jobs/gitlab-jobs-go"
)

func main() {
	ctx := context.Background()
	client, err := gitlabjobs.New(os.Getenv("CI_API_V4_URL"), gitlabjobs.AccessToken(os.Getenv("GITLAB_TOKEN")))
	if err != nil {
		log.Fatal(err)
	}
	var newest int64
	failed := gitlabjobs.ListProjectJobsParams{Scope: []gitlabjobs.JobScope{gitlabjobs.JobScopeFailed}}
	for job, err := range client.AllProjectJobs(ctx, "group/app", &failed) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(job.ID, job.Name, job.Status)
		newest = max(newest, job.ID)
	}
	trace, err := client.GetJobTrace(ctx, "group/app", newest, nil)
	var refused *gitlabjobs.Error
	if errors.As(err, &refused) && refused.Kind == gitlabjobs.KindAPI {
		log.Fatalf("GitLab says %v", refused.Messages)
	} else if err != nil {
		log.Fatal(err)
	}
	defer trace.Close()
	if _, err := io.Copy(os.Stdout, trace); err != nil {
		log.Fatal(err)
	}
}
