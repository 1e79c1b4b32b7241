// Credentials: who the caller is, in a form that cannot be printed.

package gitlabjobs

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// Credential is what a client identifies itself with. However it is printed,
// only its kind shows. Its zero value is [Anonymous].
type Credential struct {
	kind   string
	header string
	prefix string
	// The secret is the result of a function, because nothing that prints by
	// reflection calls functions.
	reveal func() string
}

// AccessToken is a personal, project, group or OAuth access token, sent as a
// bearer token.
func AccessToken(token string) Credential {
	return Credential{"access token", "Authorization", "Bearer ", func() string { return token }}
}

// PrivateToken is a personal, project or group access token, sent in GitLab's
// own header PRIVATE-TOKEN, for where a proxy keeps Authorization to itself.
func PrivateToken(token string) Credential {
	return Credential{"private token", "PRIVATE-TOKEN", "", func() string { return token }}
}

// JobToken is the token of a running job, CI_JOB_TOKEN, sent in the header
// JOB-TOKEN. Few operations accept it.
func JobToken(token string) Credential {
	return Credential{"job token", "JOB-TOKEN", "", func() string { return token }}
}

// Anonymous is no credential: only what is public can be read.
func Anonymous() Credential { return Credential{} }

// apply adds the credential to a request.
func (c Credential) apply(header http.Header) {
	if c.reveal != nil {
		header.Set(c.header, c.prefix+c.reveal())
	}
}

// usable refuses what cannot be a token, without repeating it.
func (c Credential) usable() error {
	if c.reveal == nil {
		return nil
	}
	token := c.reveal()
	if token == "" {
		return errors.New("the token is empty")
	}
	if strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return errors.New("the token holds a blank, a line break or another character no token has")
	}
	return nil
}

// String names the kind of the credential.
func (c Credential) String() string {
	if c.reveal == nil {
		return "anonymous"
	}
	return c.kind
}

// GoString is String: no way of printing shows more.
func (c Credential) GoString() string { return "gitlabjobs.Credential(" + c.String() + ")" }

// Format prints String for every verb.
func (c Credential) Format(state fmt.State, _ rune) { _, _ = state.Write([]byte(c.String())) }

// MarshalText is String, so that encoders show no more either.
func (c Credential) MarshalText() ([]byte, error) { return []byte(c.String()), nil }
