// The conformance program: does what a scenario asks for and prints what it
// saw as one line of JSON. It judges nothing.
package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	gitlabjobs "github.com/gitlab-jobs/gitlab-jobs-go"
)

const project = "group/app"

// seen is what a scenario prints.
type seen map[string]any

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: conformance INSTANCE_URL TOKEN SCENARIO")
		os.Exit(2)
	}
	scenario, known := scenarios[os.Args[3]]
	if !known {
		fmt.Fprintf(os.Stderr, "there is no scenario %s\n", os.Args[3])
		os.Exit(2)
	}
	line := map[string]any{}
	client, err := gitlabjobs.New(os.Args[1], gitlabjobs.AccessToken(os.Args[2]))
	if err == nil {
		line, err = scenario(context.Background(), client)
	}
	if err != nil {
		line = seen{"error": told(err)}
	}
	text, err := json.Marshal(line)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	fmt.Println(string(text))
}

var scenarios = map[string]func(context.Context, *gitlabjobs.Client) (seen, error){
	"project_path":        id,
	"ref_and_job_name":    refAndJobName,
	"artifact_path":       artifactPath,
	"scope":               scope,
	"plain_query":         plainQuery,
	"play":                play,
	"play_empty":          playEmpty,
	"credential":          credential,
	"redirect":            redirect,
	"unknown_status":      status,
	"unknown_field":       name,
	"all_null":            nulls,
	"error_string":        id,
	"error_array":         id,
	"error_object":        id,
	"error_oauth":         id,
	"error_html":          cancel,
	"trace_bytes":         traceBytes,
	"trace_stream":        traceStream,
	"no_content":          noContent,
	"pages_offset":        pagesOffset,
	"pages_keyset":        pagesKeyset,
	"rate_limited":        rateLimited,
	"timeout":             timeout,
	"token_never_printed": tokenNeverPrinted,
}

func told(err error) seen {
	var failure *gitlabjobs.Error
	if !errors.As(err, &failure) {
		return seen{"kind": "other", "status": nil, "messages": []string{}}
	}
	line := seen{"kind": "other", "status": nil, "messages": []string{}}
	switch failure.Kind {
	case gitlabjobs.KindAPI, gitlabjobs.KindTimeout, gitlabjobs.KindTransport, gitlabjobs.KindDecode:
		line["kind"] = failure.Kind
	}
	if failure.Status != 0 {
		line["status"] = failure.Status
	}
	if failure.Messages != nil {
		line["messages"] = failure.Messages
	}
	return line
}

func id(ctx context.Context, client *gitlabjobs.Client) (seen, error) {
	job, err := client.GetJob(ctx, project, 1001)
	if err != nil {
		return nil, err
	}
	return seen{"id": job.ID}, nil
}

func status(ctx context.Context, client *gitlabjobs.Client) (seen, error) {
	job, err := client.GetJob(ctx, project, 1001)
	if err != nil {
		return nil, err
	}
	return seen{"id": job.ID, "status": job.Status}, nil
}

func name(ctx context.Context, client *gitlabjobs.Client) (seen, error) {
	job, err := client.GetJob(ctx, project, 1001)
	if err != nil {
		return nil, err
	}
	return seen{"id": job.ID, "name": job.Name}, nil
}

func nulls(ctx context.Context, client *gitlabjobs.Client) (seen, error) {
	job, err := client.GetJob(ctx, project, 1001)
	if err != nil {
		return nil, err
	}
	return seen{"id": job.ID, "coverage": job.Coverage, "started_at": job.StartedAt, "runner": job.Runner}, nil
}

func refAndJobName(ctx context.Context, client *gitlabjobs.Client) (seen, error) {
	params := gitlabjobs.DownloadRefArtifactsParams{Job: "test: [x, 1] 100%/é"}
	return digest(client.DownloadRefArtifacts(ctx, project, "feature/ü+1 #2", &params))
}

func artifactPath(ctx context.Context, client *gitlabjobs.Client) (seen, error) {
	return digest(client.DownloadJobArtifactFile(ctx, project, 1001, "docs/a b+c%20.txt"))
}

func traceBytes(ctx context.Context, client *gitlabjobs.Client) (seen, error) {
	return digest(client.GetJobTrace(ctx, project, 1001, nil))
}

// digest reads a stream as a whole.
func digest(stream io.ReadCloser, err error) (seen, error) {
	if err != nil {
		return nil, err
	}
	defer stream.Close()
	text, err := io.ReadAll(stream)
	if err != nil {
		return nil, err
	}
	return seen{"length": len(text), "sha256": fmt.Sprintf("%x", sha256.Sum256(text))}, nil
}

func redirect(ctx context.Context, client *gitlabjobs.Client) (seen, error) {
	line, err := toFile(client.DownloadJobArtifacts(ctx, project, 1001))
	delete(line, "pieces")
	return line, err
}

func traceStream(ctx context.Context, client *gitlabjobs.Client) (seen, error) {
	return toFile(client.GetJobTrace(ctx, project, 1001, nil))
}

// toFile reads a stream in pieces into a file, and the file for what it holds.
func toFile(stream io.ReadCloser, err error) (seen, error) {
	if err != nil {
		return nil, err
	}
	defer stream.Close()
	file, err := os.CreateTemp("", "conformance")
	if err != nil {
		return nil, err
	}
	defer os.Remove(file.Name())
	defer file.Close()
	pieces, piece := 0, make([]byte, 4096)
	for {
		read, err := stream.Read(piece)
		if read > 0 {
			pieces++
			if _, err := file.Write(piece[:read]); err != nil {
				return nil, err
			}
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	text, err := os.ReadFile(file.Name())
	if err != nil {
		return nil, err
	}
	return seen{"length": len(text), "sha256": fmt.Sprintf("%x", sha256.Sum256(text)), "pieces": pieces}, nil
}

func scope(ctx context.Context, client *gitlabjobs.Client) (seen, error) {
	return ids(client.ListProjectJobs(ctx, project, &gitlabjobs.ListProjectJobsParams{
		Scope: []gitlabjobs.JobScope{gitlabjobs.JobScopeFailed, gitlabjobs.JobScopeSuccess},
	}))
}

func plainQuery(ctx context.Context, client *gitlabjobs.Client) (seen, error) {
	return ids(client.ListProjectJobs(ctx, project, nil))
}

func ids(page *gitlabjobs.Page[gitlabjobs.Job], err error) (seen, error) {
	if err != nil {
		return nil, err
	}
	found := []int64{}
	for _, job := range page.Items {
		found = append(found, job.ID)
	}
	return seen{"ids": found}, nil
}

func pagesOffset(ctx context.Context, client *gitlabjobs.Client) (seen, error) {
	found := []int64{}
	for job, err := range client.AllPipelineJobs(ctx, project, 11, &gitlabjobs.ListPipelineJobsParams{PerPage: 2}) {
		if err != nil {
			return nil, err
		}
		found = append(found, job.ID)
	}
	return seen{"ids": found}, nil
}

func pagesKeyset(ctx context.Context, client *gitlabjobs.Client) (seen, error) {
	params := gitlabjobs.ListProjectJobsParams{Pagination: gitlabjobs.PaginationMethodKeyset, PerPage: 3}
	found := []int64{}
	for job, err := range client.AllProjectJobs(ctx, project, &params) {
		if err != nil {
			return nil, err
		}
		found = append(found, job.ID)
	}
	return seen{"ids": found}, nil
}

func play(ctx context.Context, client *gitlabjobs.Client) (seen, error) {
	return played(client.PlayJob(ctx, project, 1031, &gitlabjobs.JobPlayInput{
		JobVariablesAttributes: []gitlabjobs.JobVariable{{Key: "TARGET", Value: "staging"}},
	}))
}

func playEmpty(ctx context.Context, client *gitlabjobs.Client) (seen, error) {
	return played(client.PlayJob(ctx, project, 1031, nil))
}

func played(job *gitlabjobs.JobOrBridge, err error) (seen, error) {
	if err != nil {
		return nil, err
	}
	return seen{"id": job.ID, "status": job.Status}, nil
}

func credential(ctx context.Context, client *gitlabjobs.Client) (seen, error) {
	first, err := client.GetJob(ctx, project, 1001)
	if err != nil {
		return nil, err
	}
	page, err := client.ListPipelineJobs(ctx, project, 11, nil)
	if err != nil {
		return nil, err
	}
	last, err := client.CancelJob(ctx, project, 1025, nil)
	if err != nil {
		return nil, err
	}
	found := []int64{first.ID}
	for _, job := range page.Items {
		found = append(found, job.ID)
	}
	return seen{"ids": append(found, last.ID)}, nil
}

func cancel(ctx context.Context, client *gitlabjobs.Client) (seen, error) {
	job, err := client.CancelJob(ctx, project, 1025, nil)
	if err != nil {
		return nil, err
	}
	return seen{"id": job.ID}, nil
}

func noContent(ctx context.Context, client *gitlabjobs.Client) (seen, error) {
	if err := client.DeleteJobArtifacts(ctx, project, 1001); err != nil {
		return nil, err
	}
	return seen{"ok": true}, nil
}

func rateLimited(ctx context.Context, client *gitlabjobs.Client) (seen, error) {
	before := time.Now()
	job, err := client.GetJob(ctx, project, 1001)
	if err != nil {
		return nil, err
	}
	return seen{"id": job.ID, "elapsed_ms": time.Since(before).Milliseconds()}, nil
}

func timeout(ctx context.Context, client *gitlabjobs.Client) (seen, error) {
	ctx, cancel := context.WithTimeout(ctx, 500*time.Millisecond)
	defer cancel()
	return id(ctx, client)
}

func tokenNeverPrinted(ctx context.Context, client *gitlabjobs.Client) (seen, error) {
	_, err := client.GetJob(ctx, project, 999999)
	credential := gitlabjobs.AccessToken(os.Args[2])
	options := []any{gitlabjobs.WithRetries(1), gitlabjobs.WithUserAgent("conformance")}
	printed := ""
	for _, thing := range []any{client, *client, credential, &credential, options, err, errors.Unwrap(err)} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
			printed += fmt.Sprintf(verb+"\n", thing)
		}
		if text, err := json.Marshal(thing); err == nil {
			printed += string(text) + "\n"
		}
	}
	return seen{"printed": printed}, nil
}
