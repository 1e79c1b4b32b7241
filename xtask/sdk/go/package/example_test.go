// The examples of the documentation. They compile with every test run.

package gitlabjobs_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"

	gitlabjobs "github.com/gitlab-jobs/gitlab-jobs-go"
)

func ExampleNew() {
	client, err := gitlabjobs.New("https://gitlab.example.com", gitlabjobs.AccessToken(os.Getenv("GITLAB_TOKEN")))
	if err != nil {
		log.Fatal(err)
	}
	job, err := client.GetJob(context.Background(), "group/app", 1001)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(job.Name, job.Status)
}

func ExampleClient_AllProjectJobs() {
	client, err := gitlabjobs.New(os.Getenv("CI_API_V4_URL"), gitlabjobs.AccessToken(os.Getenv("GITLAB_TOKEN")))
	if err != nil {
		log.Fatal(err)
	}
	failed := gitlabjobs.ListProjectJobsParams{
		Scope:      []gitlabjobs.JobScope{gitlabjobs.JobScopeFailed},
		Pagination: gitlabjobs.PaginationMethodKeyset,
	}
	for job, err := range client.AllProjectJobs(context.Background(), "group/app", &failed) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(job.ID, job.Name)
	}
}

func ExampleClient_GetJobTrace() {
	client, err := gitlabjobs.New(os.Getenv("CI_API_V4_URL"), gitlabjobs.AccessToken(os.Getenv("GITLAB_TOKEN")))
	if err != nil {
		log.Fatal(err)
	}
	trace, err := client.GetJobTrace(context.Background(), "group/app", 1001, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer trace.Close()
	if _, err := io.Copy(os.Stdout, trace); err != nil {
		log.Fatal(err)
	}
}

func ExampleError() {
	client, err := gitlabjobs.New("https://gitlab.example.com", gitlabjobs.Anonymous())
	if err != nil {
		log.Fatal(err)
	}
	_, err = client.GetJob(context.Background(), "group/app", 1)
	var failure *gitlabjobs.Error
	if errors.As(err, &failure) && failure.Kind == gitlabjobs.KindAPI {
		fmt.Println(failure.Status, failure.Messages)
	}
}
