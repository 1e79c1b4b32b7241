// What is easily got wrong and shows on no happy path: where credentials go, what is refused, how lists go on.

package gitlabjobs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

const secret = "glpat-very-secret"

func serve(t *testing.T, handler http.HandlerFunc) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}

func client(t *testing.T, address string, credential Credential, options ...Option) *Client {
	t.Helper()
	client, err := New(address, credential, options...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func TestNoCredentialReachesAnotherOrigin(t *testing.T) {
	for _, credential := range []Credential{AccessToken(secret), PrivateToken(secret), JobToken(secret)} {
		storage := serve(t, func(w http.ResponseWriter, r *http.Request) {
			for _, name := range []string{"Authorization", "PRIVATE-TOKEN", "JOB-TOKEN", "Cookie"} {
				if r.Header.Get(name) != "" {
					t.Errorf("%s: %s arrived at another origin", credential, name)
				}
			}
			fmt.Fprint(w, "archive")
		})
		gitlab := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if !strings.Contains(fmt.Sprint(r.Header), secret) {
				t.Errorf("%s: the credential is missing at its own origin", credential)
			}
			http.Redirect(w, r, storage.URL+"/a?signature=1", http.StatusFound)
		})
		stream, err := client(t, gitlab.URL, credential).DownloadJobArtifacts(context.Background(), "g/p", 1)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(stream)
		if err != nil || string(text) != "archive" {
			t.Errorf("%s: got %q, %v", credential, text, err)
		}
		_ = stream.Close()
	}
}

func TestWhatIsNotFollowedSaysWhy(t *testing.T) {
	start := "https://h.example/api/v4/jobs"
	for location, reason := range map[string]string{
		"http://h.example/x":    "https is never left for http",
		"ftp://h.example/x":     "only http and https are followed",
		"data:x":                "only http and https are followed",
		"https:///x":            "the target has no host",
		"https://:443/x":        "the target has no host",
		"":                      "there is no target that can be read",
		"/api/v4/jobs#again":    "the request has been there already",
		"https://u:p@h.example": "",
		"//other.example/x":     "",
	} {
		trail, err := newTrail(start)
		if err != nil {
			t.Fatal(err)
		}
		if got := trail.redirect(http.MethodGet, 302, location); got != reason {
			t.Errorf("%q: %q", location, got)
		}
		if trail.here.User != nil {
			t.Errorf("%q: the user stayed in the address", location)
		}
	}
	trail, err := newTrail(start)
	if err != nil {
		t.Fatal(err)
	}
	for hop := range mostHops {
		if got := trail.redirect(http.MethodGet, 307, fmt.Sprint("/", hop)); got != "" || trail.left {
			t.Errorf("hop %d: %q", hop, got)
		}
	}
	if got := trail.redirect(http.MethodGet, 307, "/more"); got != "the request was sent on five times before" {
		t.Error(got)
	}
}

func TestWhoHasLeftStaysWithoutTheCredential(t *testing.T) {
	for location, left := range map[string]bool{
		"/x":                        false,
		"https://H.example:443/x":   false,
		"https://h.example:8443/x":  true,
		"https://sub.h.example/x":   true,
		"https://h.example.evil/x":  true,
		"https://h.example@other/x": true,
	} {
		trail, err := newTrail("https://h.example/jobs")
		if err != nil {
			t.Fatal(err)
		}
		for _, next := range []string{location, "https://h.example/back"} {
			if reason := trail.redirect(http.MethodGet, 302, next); reason != "" || trail.left != left {
				t.Errorf("%q, then %q: %q, left %t", location, next, reason, trail.left)
			}
		}
	}
}

func TestWhatChangesSomethingIsNeverSentOn(t *testing.T) {
	sent := 0
	gitlab := serve(t, func(w http.ResponseWriter, r *http.Request) {
		sent++
		http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
	})
	_, err := client(t, gitlab.URL, AccessToken(secret)).EraseJob(context.Background(), "g/p", 1)
	var failure *Error
	if !errors.As(err, &failure) || failure.Kind != KindRedirect || sent != 1 {
		t.Errorf("sent %d times: %v", sent, err)
	}
}

func TestOnlyWhatReadsIsSentAgainAfterABadGateway(t *testing.T) {
	sent := 0
	gitlab := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		sent++
		w.WriteHeader(http.StatusBadGateway)
	})
	c := client(t, gitlab.URL, AccessToken(secret), WithRetries(1))
	if _, err := c.CancelJob(context.Background(), "g/p", 1, nil); err == nil || sent != 1 {
		t.Errorf("a cancel was sent %d times: %v", sent, err)
	}
	sent = 0
	if _, err := c.GetJob(context.Background(), "g/p", 1); err == nil || sent != 2 {
		t.Errorf("a get was sent %d times: %v", sent, err)
	}
}

func TestAWaitLongerThanAllowedEndsTheCall(t *testing.T) {
	gitlab := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	_, err := client(t, gitlab.URL, AccessToken(secret)).GetJob(context.Background(), "g/p", 1)
	var failure *Error
	if !errors.As(err, &failure) || failure.RetryAfter != time.Hour {
		t.Errorf("got %v", err)
	}
}

func TestNamesThatWouldLeadElsewhereAreRefused(t *testing.T) {
	gitlab := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("something was sent") })
	c := client(t, gitlab.URL, AccessToken(secret))
	for _, name := range []string{"", ".", "..", "a/../b", "a//b", "/a", "a/", `a\b`, "a\nb"} {
		_, err := c.GetJob(context.Background(), name, 1)
		var failure *Error
		if !errors.As(err, &failure) || failure.Kind != KindUsage {
			t.Errorf("%q: got %v", name, err)
		}
	}
	if _, err := c.DownloadRefArtifacts(context.Background(), "g/p", "main", nil); err == nil {
		t.Error("a download without the name of a job was not refused")
	}
}

func TestAddressesThatWouldLeakAreRefused(t *testing.T) {
	for _, address := range []string{"http://gitlab.example", "ftp://h", "h", "", "https://u:p@h", "https://h?x=1", "https://h?", "http://127.0.0.1.evil.example"} {
		if _, err := New(address, AccessToken(secret)); err == nil {
			t.Errorf("%q was taken", address)
		}
	}
	for _, token := range []string{"", "qx qy", "qx\nqy", "qxä"} {
		if _, err := New("https://h", AccessToken(token)); err == nil || (token != "" && strings.Contains(err.Error(), token)) {
			t.Errorf("%q: got %v", token, err)
		}
	}
	for _, address := range []string{"http://127.0.0.1:1", "http://[::1]:1", "http://localhost", "https://h/sub/", "https://h/api/v4"} {
		if _, err := New(address, AccessToken(secret)); err != nil {
			t.Errorf("%q: %v", address, err)
		}
	}
	if _, err := New("http://gitlab.example", Anonymous()); err != nil {
		t.Error(err)
	}
}

func TestTheNextPageIsAskedForAtTheSamePlace(t *testing.T) {
	var asked []string
	gitlab := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.RequestURI())
		switch len(asked) {
		case 1:
			w.Header().Set("Link", `<https://evil.example/api?x=1,2>; rel="first", <https://evil.example/x?cursor=a%3D,b>; rel="next"`)
		case 2:
			w.Header().Set("X-Next-Page", "3")
		}
		fmt.Fprintf(w, `[{"id":%d}]`, len(asked))
	})
	var got []int64
	for job, err := range client(t, gitlab.URL, AccessToken(secret)).AllProjectJobs(context.Background(), "g/p", &ListProjectJobsParams{PerPage: 1}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, job.ID)
	}
	want := "[/api/v4/projects/g%2Fp/jobs?per_page=1 /api/v4/projects/g%2Fp/jobs?cursor=a%3D,b /api/v4/projects/g%2Fp/jobs?cursor=a%3D,b&page=3]"
	if fmt.Sprint(asked) != want || fmt.Sprint(got) != "[1 2 3]" {
		t.Errorf("asked for %v\nand got %v", asked, got)
	}
}

func TestAListThatLeadsInACircleEnds(t *testing.T) {
	gitlab := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Link", `<https://h/?page=2>; rel=next`)
		fmt.Fprint(w, `[]`)
	})
	for _, err := range client(t, gitlab.URL, AccessToken(secret)).AllPipelineJobs(context.Background(), "g/p", 1, nil) {
		if err == nil {
			t.Error("an item came from an empty page")
		}
		return
	}
	t.Error("the iteration ended without an error")
}

func TestALinkThatCannotBeReadIsAnErrorAndNoEnd(t *testing.T) {
	for _, link := range []string{`<http://[::1/x?page=2>; rel="next"`, `</jobs>; rel="next"`, `<>; rel=NEXT`} {
		gitlab := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Link", link)
			fmt.Fprint(w, `[]`)
		})
		_, err := client(t, gitlab.URL, AccessToken(secret)).ListPipelineJobs(context.Background(), "g/p", 1, nil)
		var failure *Error
		if !errors.As(err, &failure) || failure.Kind != KindDecode {
			t.Errorf("%s: got %v", link, err)
		}
	}
}

func TestRelationsAreReadInAnyCase(t *testing.T) {
	gitlab := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Link", `<?page=2>; Rel="Last Next"`)
		fmt.Fprint(w, `[]`)
	})
	page, err := client(t, gitlab.URL, AccessToken(secret)).ListPipelineJobs(context.Background(), "g/p", 1, nil)
	if err != nil || !page.HasNext() {
		t.Errorf("the list ended: %v", err)
	}
}

func TestAnAnswerWithoutAnIDIsNoJob(t *testing.T) {
	for _, body := range []string{`{}`, `null`, `{"status":"success"}`} {
		gitlab := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, body)
		})
		_, err := client(t, gitlab.URL, AccessToken(secret)).GetJob(context.Background(), "g/p", 1)
		var failure *Error
		if !errors.As(err, &failure) || failure.Kind != KindDecode {
			t.Errorf("%s: got %v", body, err)
		}
	}
	gitlab := serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `[{"id":1},null]`) })
	if _, err := client(t, gitlab.URL, AccessToken(secret)).ListProjectJobs(context.Background(), "g/p", nil); err == nil {
		t.Error("null was taken for a job")
	}
}

func TestNoErrorShowsASignedAddress(t *testing.T) {
	gitlab := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "http://[::1/x?signature=hidden")
		w.WriteHeader(http.StatusFound)
	})
	_, err := client(t, gitlab.URL, AccessToken(secret)).DownloadJobArtifacts(context.Background(), "g/p", 1)
	if err == nil {
		t.Fatal("a redirect to nowhere was followed")
	}
	for ; err != nil; err = errors.Unwrap(err) {
		if strings.Contains(fmt.Sprintf("%v %#v", err, err), "hidden") {
			t.Errorf("it shows the address: %v", err)
		}
	}
}

func TestAServerThatIsNotThereIsStillSaid(t *testing.T) {
	gitlab := httptest.NewServer(http.NotFoundHandler())
	gitlab.Close()
	_, err := client(t, gitlab.URL, AccessToken(secret)).GetJob(context.Background(), "g/p", 1)
	if err == nil || !strings.Contains(err.Error(), "no whole answer came: dial tcp") {
		t.Errorf("got %v", err)
	}
}

func TestWordsOfAnErrorAreFoundInEachShape(t *testing.T) {
	for body, want := range map[string]string{
		`{"message":"404 Not Found"}`:                            `["404 Not Found"]`,
		`{"message":["a","b"]}`:                                  `["a" "b"]`,
		`{"message":{"z":["one","two"],"a":"three"}}`:            `["z: one" "z: two" "a: three"]`,
		`{"error":"insufficient_scope","error_description":"d"}`: `["d"]`,
		`{"error":"e"}`:                                          `["e"]`,
		`<html>`:                                                 `[]`,
		`{"message":{"a":1}}`:                                    `[]`,
		`[]`:                                                     `[]`,
	} {
		if got := fmt.Sprintf("%q", messages([]byte(body))); got != want {
			t.Errorf("%s: got %s", body, got)
		}
	}
}

func TestNothingPrintsTheToken(t *testing.T) {
	c := client(t, "https://gitlab.example", AccessToken(secret))
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		for _, thing := range []any{c, *c, c.credential, &c.credential, struct{ C *Client }{c}} {
			if text := fmt.Sprintf(verb, thing); strings.Contains(text, secret) || strings.Contains(text, fmt.Sprintf("%x", secret)) {
				t.Errorf("%s of %T: %s", verb, thing, text)
			}
		}
	}
}
