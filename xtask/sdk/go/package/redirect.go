// Redirects: which are followed, and where the credential stays behind.

package gitlabjobs

import (
	"net/http"
	"net/url"
	"strings"
)

const mostHops = 5

// trail is the way of one request. Once it has left the origin it started
// from, it stays without the credential, even if it is led back.
type trail struct {
	start *url.URL
	here  *url.URL
	seen  []string
	left  bool
}

func newTrail(address string) (*trail, error) {
	start, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	return &trail{start: start, here: start, seen: []string{start.String()}}, nil
}

// redirect goes on to where an answer points, or says why not.
func (t *trail) redirect(method string, status int, location string) string {
	switch status {
	case 301, 302, 303, 307, 308:
	default:
		return "the status does not say where the answer is"
	}
	if method != http.MethodGet {
		if status == 301 || status == 308 {
			return "what changes something is never sent on; the project may have a new path"
		}
		return "what changes something is never sent on"
	}
	target, err := t.here.Parse(location)
	if location == "" || err != nil {
		return "there is no target that can be read"
	}
	if target.Scheme != "http" && target.Scheme != "https" {
		return "only http and https are followed"
	}
	if target.Hostname() == "" {
		return "the target has no host"
	}
	if t.here.Scheme == "https" && target.Scheme == "http" {
		return "https is never left for http"
	}
	// A user in the address would become a second credential.
	target.User = nil
	target.Fragment = ""
	for _, seen := range t.seen {
		if seen == target.String() {
			return "the request has been there already"
		}
	}
	if len(t.seen) > mostHops {
		return "the request was sent on five times before"
	}
	t.seen = append(t.seen, target.String())
	t.left = t.left || origin(target) != origin(t.start)
	t.here = target
	return ""
}

// origin is scheme, host and port of an address, written one way.
func origin(address *url.URL) string {
	port := address.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[address.Scheme]
	}
	return address.Scheme + "://" + strings.ToLower(address.Hostname()) + ":" + port
}
