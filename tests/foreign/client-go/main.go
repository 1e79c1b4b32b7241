// The tour of client-go: asks the server in the environment one thing after the other and prints what it saw.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	gitlab "gitlab.com/gitlab-org/api/client-go/v2"
	"golang.org/x/oauth2"
)

const project = "group/app"

func step(name string, take func() (any, error)) {
	line := map[string]any{"step": name}
	if saw, err := take(); err != nil {
		line["failed"] = err.Error()
	} else {
		line["saw"] = saw
	}
	text, err := json.Marshal(line)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(text))
}

func ids(jobs []*gitlab.Job) []int64 {
	found := []int64{}
	for _, job := range jobs {
		found = append(found, job.ID)
	}
	return found
}

func id(job *gitlab.Job, _ *gitlab.Response, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return job.ID, nil
}

func length[R io.Reader](file R, _ *gitlab.Response, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	bytes, err := io.ReadAll(file)
	return len(bytes), err
}

func text[R io.Reader](file R, _ *gitlab.Response, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	bytes, err := io.ReadAll(file)
	return string(bytes), err
}

// Asks for pages by number until the server names no next one.
func byOffset(jobs gitlab.JobsServiceInterface) (any, error) {
	options := &gitlab.ListJobsOptions{IncludeRetried: gitlab.Ptr(true)}
	options.PerPage = 4
	var all []*gitlab.Job
	for {
		page, response, err := jobs.ListPipelineJobs(project, 11, options)
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
		if response.NextPage == 0 {
			return ids(all), nil
		}
		options.Page = response.NextPage
	}
}

// Follows the links until there is no next one.
func byKeyset(jobs gitlab.JobsServiceInterface) (any, error) {
	options := &gitlab.ListJobsOptions{}
	options.Pagination, options.OrderBy, options.PerPage = "keyset", "id", 5
	var all []*gitlab.Job
	var next []gitlab.RequestOptionFunc
	for {
		page, response, err := jobs.ListProjectJobs(project, options, next...)
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
		if response.NextLink == "" {
			return ids(all), nil
		}
		next = []gitlab.RequestOptionFunc{gitlab.WithKeysetPaginationParameters(response.NextLink)}
	}
}

func main() {
	server := gitlab.WithBaseURL(os.Getenv("CI_API_V4_URL"))
	client, err := gitlab.NewClient(os.Getenv("GITLAB_TOKEN"), server)
	if token := os.Getenv("GITLAB_OAUTH_TOKEN"); token != "" {
		source := oauth2.StaticTokenSource(&oauth2.Token{AccessToken: token})
		client, err = gitlab.NewAuthSourceClient(gitlab.OAuthTokenSource{TokenSource: source}, server)
	}
	if err != nil {
		panic(err)
	}
	jobs := client.Jobs
	ofRef := &gitlab.DownloadArtifactsFileOptions{Job: gitlab.Ptr("build")}

	step("list_filtered", func() (any, error) {
		scope := []gitlab.BuildStateValue{gitlab.Failed, gitlab.Canceled}
		found, _, err := jobs.ListProjectJobs(project, &gitlab.ListJobsOptions{Scope: &scope})
		return ids(found), err
	})
	step("list_by_offset", func() (any, error) { return byOffset(jobs) })
	step("list_by_keyset", func() (any, error) { return byKeyset(jobs) })
	step("list_bridges", func() (any, error) {
		bridges, _, err := jobs.ListPipelineBridges(project, 11, nil)
		found := []int64{}
		for _, bridge := range bridges {
			found = append(found, bridge.ID)
		}
		return found, err
	})
	step("get", func() (any, error) { return id(jobs.GetJob(project, 1001)) })
	step("trace", func() (any, error) { return length(jobs.GetTraceFile(project, 1001)) })
	step("play", func() (any, error) {
		variables := []*gitlab.JobVariableOptions{{Key: gitlab.Ptr("TARGET"), Value: gitlab.Ptr("east & west")}}
		return id(jobs.PlayJob(project, 1031, &gitlab.PlayJobOptions{JobVariablesAttributes: &variables}))
	})
	step("cancel", func() (any, error) { return id(jobs.CancelJob(project, 1025)) })
	step("retry", func() (any, error) { return id(jobs.RetryJob(project, 1004)) })
	step("erase", func() (any, error) { return id(jobs.EraseJob(project, 1002)) })
	step("archive_by_id", func() (any, error) { return length(jobs.GetJobArtifacts(project, 1001)) })
	step("archive_by_ref", func() (any, error) {
		return length(jobs.DownloadArtifactsFile(project, "feature/login", ofRef))
	})
	step("file_by_id", func() (any, error) {
		return length(jobs.DownloadSingleArtifactsFile(project, 1001, "app.bin"))
	})
	step("file_of_text", func() (any, error) {
		return text(jobs.DownloadSingleArtifactsFile(project, 1001, "reports/junit.xml"))
	})
	step("file_with_blank", func() (any, error) {
		return text(jobs.DownloadSingleArtifactsFile(project, 1001, "docs/read me.txt"))
	})
	step("file_by_ref", func() (any, error) {
		return length(jobs.DownloadSingleArtifactsFileByTagOrBranch(project, "feature/login", "app.bin", ofRef))
	})
	step("keep", func() (any, error) { return id(jobs.KeepArtifacts(project, 1001)) })
	step("delete", func() (any, error) {
		_, err := jobs.DeleteArtifacts(project, 1001)
		return nil, err
	})
}
