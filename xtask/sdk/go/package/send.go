// Sending a call: the credential, redirects, and patience with a busy server.

package gitlabjobs

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"reflect"
	"strconv"
	"time"
)

const (
	// What is read of an error and of a JSON answer at most, in bytes.
	longestError  = 1 << 20
	longestAnswer = 256 << 20
	firstWait     = 500 * time.Millisecond
)

// send returns the answer to a call that succeeded; its body is open.
func (c *Client) send(ctx context.Context, call *call) (*http.Response, error) {
	if call.refused != nil {
		return nil, call.refused
	}
	for attempt := 0; ; attempt++ {
		response, err := c.follow(ctx, call)
		if err != nil {
			return nil, err
		}
		if response.StatusCode >= 200 && response.StatusCode < 300 {
			return response, nil
		}
		failure := answered(call, response)
		if attempt >= c.retries || !repeatable(call.method, response.StatusCode) {
			return nil, failure
		}
		wait := failure.RetryAfter
		if wait <= 0 {
			wait = firstWait << min(attempt, 8)
			wait = wait/2 + rand.N(wait/2)
		}
		deadline, limited := ctx.Deadline()
		if wait > c.longest || (limited && time.Until(deadline) < wait) {
			return nil, failure
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return nil, broken(call, ctx.Err())
		}
	}
}

// follow sends a call once, and on to where the server redirects it.
func (c *Client) follow(ctx context.Context, call *call) (*http.Response, error) {
	trail, err := newTrail(call.address(c.base))
	if err != nil {
		return nil, usage(call.operation, "the address cannot be read")
	}
	for {
		var body io.Reader
		if call.body != nil {
			body = bytes.NewReader(call.body)
		}
		request, err := http.NewRequestWithContext(ctx, call.method, trail.here.String(), body)
		if err != nil {
			return nil, usage(call.operation, "the request cannot be made")
		}
		if trail.left {
			request.Header.Set("Accept", call.header.Get("Accept"))
		} else {
			request.Header = call.header.Clone()
			c.credential.apply(request.Header)
		}
		request.Header.Set("User-Agent", c.agent)
		response, err := c.http.Do(request)
		if err != nil {
			return nil, broken(call, err)
		}
		if response.StatusCode < 300 || response.StatusCode >= 400 {
			return response, nil
		}
		if reason := trail.redirect(call.method, response.StatusCode, response.Header.Get("Location")); reason != "" {
			_ = response.Body.Close()
			return nil, redirected(call, response, reason)
		}
		_ = response.Body.Close()
	}
}

// repeatable tells whether a request may be sent again after a status.
func repeatable(method string, status int) bool {
	switch status {
	case http.StatusTooManyRequests:
		return true
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return method == http.MethodGet
	}
	return false
}

// retryAfter reads the header Retry-After: seconds, or a date.
func retryAfter(header http.Header) time.Duration {
	text := header.Get("Retry-After")
	if seconds, err := strconv.Atoi(text); err == nil && seconds >= 0 && seconds < 1<<31 {
		return time.Duration(seconds) * time.Second
	}
	if date, err := http.ParseTime(text); err == nil {
		return max(time.Until(date), 0)
	}
	return 0
}

// fetchNothing is a call whose answer has no body worth reading.
func fetchNothing(ctx context.Context, c *Client, call *call) error {
	response, err := c.send(ctx, call)
	if err != nil {
		return err
	}
	return response.Body.Close()
}

// fetchObject is a call whose answer is one object.
func fetchObject[T any](ctx context.Context, c *Client, call *call) (*T, error) {
	object, _, err := fetch[T](ctx, c, call)
	return object, err
}

// openStream is a call whose answer is read as it arrives.
func openStream(ctx context.Context, c *Client, call *call) (io.ReadCloser, error) {
	response, err := c.send(ctx, call)
	if err != nil {
		return nil, err
	}
	return &stream{response.Body, call}, nil
}

// stream is a body whose errors are of this package.
type stream struct {
	io.ReadCloser
	call *call
}

func (s *stream) Read(buffer []byte) (int, error) {
	read, err := s.ReadCloser.Read(buffer)
	if err != nil && err != io.EOF {
		err = broken(s.call, err)
	}
	return read, err
}

// unnamed tells whether a thing, or one of a list, that has an id in the API came without it.
func unnamed(value reflect.Value) bool {
	switch value.Kind() {
	case reflect.Slice:
		for i := range value.Len() {
			if unnamed(value.Index(i)) {
				return true
			}
		}
	case reflect.Struct:
		id := value.FieldByName("ID")
		return id.IsValid() && id.IsZero()
	}
	return false
}

// fetch decodes the answer to a call and returns its headers.
func fetch[T any](ctx context.Context, c *Client, call *call) (*T, http.Header, error) {
	response, err := c.send(ctx, call)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(response.Body, longestAnswer+1))
	if err != nil {
		return nil, nil, broken(call, err)
	}
	if len(text) > longestAnswer {
		return nil, nil, undecodable(call, response, "it is longer than 256 MiB")
	}
	decoded := new(T)
	if err := json.Unmarshal(text, decoded); err != nil {
		return nil, nil, undecodable(call, response, place(err))
	}
	if unnamed(reflect.ValueOf(decoded).Elem()) {
		return nil, nil, undecodable(call, response, "an id is missing")
	}
	return decoded, response.Header, nil
}
