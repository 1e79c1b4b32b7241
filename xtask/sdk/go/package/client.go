// What a client is made of: where it sends, whom it acts for, how patient it is.

package gitlabjobs

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Client calls the API of one GitLab with one credential. It is safe for
// concurrent use. Printing it shows the address and the kind of the
// credential, never the credential.
type Client struct {
	base       *url.URL
	credential Credential
	http       *http.Client
	retries    int
	longest    time.Duration
	agent      string
}

// Option changes how a client works.
type Option func(*Client)

// WithRetries sets how often a request is sent again after an answer that
// says to come back; 0 is never, the default is 2.
func WithRetries(most int) Option {
	return func(c *Client) { c.retries = most }
}

// WithLongestWait sets the longest wait before a request is sent again; a
// server that asks for more is not asked again. The default is two minutes.
func WithLongestWait(longest time.Duration) Option {
	return func(c *Client) { c.longest = longest }
}

// WithHTTPClient sends requests by another HTTP client, for its transport and
// its timeout. How it follows redirects and its cookies are not used, so that
// no credential goes astray.
func WithHTTPClient(client *http.Client) Option {
	return func(c *Client) { c.http = client }
}

// WithUserAgent says in front of this package's own name who is calling.
func WithUserAgent(agent string) Option {
	return func(c *Client) { c.agent = agent + " " + c.agent }
}

// New returns a client for the GitLab at an address such as
// https://gitlab.example.com; the address may already end in /api/v4, as that
// of the variable CI_API_V4_URL does.
//
// A credential is sent over plain http only to the machine itself: for any
// other host New refuses the address.
func New(address string, credential Credential, options ...Option) (*Client, error) {
	base, err := apiRoot(address)
	if err != nil {
		return nil, usage("New", err.Error())
	}
	if err := credential.usable(); err != nil {
		return nil, usage("New", err.Error())
	}
	if credential.reveal != nil && base.Scheme == "http" && !loopback(base.Hostname()) {
		return nil, usage("New", "a credential would cross the network unencrypted: use an https address")
	}
	transport := http.DefaultTransport
	if standard, ok := transport.(*http.Transport); ok {
		patient := standard.Clone()
		patient.ResponseHeaderTimeout = time.Minute
		transport = patient
	}
	c := &Client{
		base:       base,
		credential: credential,
		http:       &http.Client{Transport: transport},
		retries:    2,
		longest:    2 * time.Minute,
		agent:      "gitlab-jobs-go/" + Version,
	}
	for _, option := range options {
		option(c)
	}
	if c.http == nil {
		return nil, usage("New", "the HTTP client is nil")
	}
	sender := *c.http
	sender.Jar = nil
	sender.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	c.http = &sender
	return c, nil
}

// apiRoot is the address of the API, without a slash at its end.
func apiRoot(address string) (*url.URL, error) {
	base, err := url.Parse(strings.TrimRight(address, "/"))
	if err != nil {
		return nil, errors.New("the address cannot be read")
	}
	if (base.Scheme != "http" && base.Scheme != "https") || base.Hostname() == "" {
		return nil, errors.New("the address must start with https:// and a host")
	}
	if base.User != nil || base.RawQuery != "" || base.ForceQuery || base.Fragment != "" {
		return nil, errors.New("the address must have no user, query or fragment")
	}
	if !strings.HasSuffix(base.Path, "/api/v4") {
		base = base.JoinPath("api/v4")
	}
	return base, nil
}

// loopback tells whether a host is this machine.
func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	address := net.ParseIP(host)
	return address != nil && address.IsLoopback()
}

// String names the address and the kind of the credential.
func (c *Client) String() string {
	if c == nil || c.base == nil {
		return "gitlabjobs.Client(nil)"
	}
	return fmt.Sprintf("gitlabjobs.Client(%s, %s)", c.base, c.credential)
}

// GoString is String: no way of printing shows more.
func (c *Client) GoString() string { return c.String() }

// Format prints String for every verb.
func (c *Client) Format(state fmt.State, _ rune) { _, _ = state.Write([]byte(c.String())) }
