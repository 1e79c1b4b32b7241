// The one error: what went wrong, with which call, and what GitLab said about it.

package gitlabjobs

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Kind is what kind of thing went wrong.
type Kind string

const (
	// KindAPI: GitLab refused; Status and Messages say how.
	KindAPI Kind = "api"
	// KindTimeout: the caller's deadline or a timeout ended the call.
	KindTimeout Kind = "timeout"
	// KindCanceled: the caller's context was canceled.
	KindCanceled Kind = "canceled"
	// KindTransport: no whole answer came.
	KindTransport Kind = "transport"
	// KindDecode: the answer is not what the API describes.
	KindDecode Kind = "decode"
	// KindRedirect: the server redirected in a way that is not followed.
	KindRedirect Kind = "redirect"
	// KindUsage: an argument was refused and nothing was sent.
	KindUsage Kind = "usage"
)

// Error is what every method fails with; find it by [errors.As]. It holds no
// credential, and no address with its query.
type Error struct {
	// Kind is what kind of thing went wrong.
	Kind Kind
	// Operation is the operation of the API, such as get_job.
	Operation string
	// Status is that of the answer; 0 when none came.
	Status int
	// Messages is what GitLab said: one text for a message that is a text,
	// each of a list, "attribute: text" for each attribute of an object.
	Messages []string
	// RetryAfter is how long the server asks to be left alone; 0 if it does not.
	RetryAfter time.Duration
	// RequestID is GitLab's name for the request, for its administrators.
	RequestID string

	detail string
	cause  error
}

// Error says all of it in one line.
func (e *Error) Error() string {
	var text strings.Builder
	text.WriteString("gitlabjobs: " + e.Operation)
	if e.Status != 0 {
		fmt.Fprintf(&text, ": status %d", e.Status)
	}
	if e.detail != "" {
		text.WriteString(": " + e.detail)
	}
	if len(e.Messages) > 0 {
		text.WriteString(": " + strings.Join(e.Messages, "; "))
	}
	if e.RetryAfter > 0 {
		fmt.Fprintf(&text, "; the server asks to wait %s", e.RetryAfter)
	}
	return text.String()
}

// Unwrap is the cause, such as [context.DeadlineExceeded].
func (e *Error) Unwrap() error { return e.cause }

// NotFound tells whether an error is GitLab's 404: there is no such thing, or
// the credential may not see it.
func NotFound(err error) bool {
	var failure *Error
	return errors.As(err, &failure) && failure.Kind == KindAPI && failure.Status == http.StatusNotFound
}

func usage(operation, detail string) *Error {
	return &Error{Kind: KindUsage, Operation: operation, detail: detail}
}

// answered is the error of an answer that is no success, whose body it reads and closes.
func answered(call *call, response *http.Response) *Error {
	// What cannot be read of an error body is not said; its status is.
	body, _ := io.ReadAll(io.LimitReader(response.Body, longestError))
	_ = response.Body.Close()
	return &Error{
		Kind:       KindAPI,
		Operation:  call.operation,
		Status:     response.StatusCode,
		Messages:   messages(body),
		RetryAfter: retryAfter(response.Header),
		RequestID:  response.Header.Get("X-Request-Id"),
	}
}

func redirected(call *call, response *http.Response, reason string) *Error {
	return &Error{
		Kind:      KindRedirect,
		Operation: call.operation,
		Status:    response.StatusCode,
		RequestID: response.Header.Get("X-Request-Id"),
		detail:    "a redirect is not followed: " + reason,
	}
}

func undecodable(call *call, response *http.Response, detail string) *Error {
	return &Error{
		Kind:      KindDecode,
		Operation: call.operation,
		Status:    response.StatusCode,
		RequestID: response.Header.Get("X-Request-Id"),
		detail:    "the answer is not what the API describes: " + detail,
	}
}

// broken is the error of a call to which no whole answer came.
func broken(call *call, err error) *Error {
	// The address may hold a signature in its query, so it goes first.
	var addressed *url.Error
	for errors.As(err, &addressed) {
		err = addressed.Err
	}
	failure := &Error{Kind: KindTransport, Operation: call.operation, cause: err}
	var timed net.Error
	switch {
	case errors.Is(err, context.Canceled):
		failure.Kind, failure.detail = KindCanceled, "it was canceled"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timed) && timed.Timeout():
		failure.Kind, failure.detail = KindTimeout, "time ran out"
	default:
		failure.detail = "no whole answer came"
		var network *net.OpError
		var untrusted *tls.CertificateVerificationError
		if errors.As(err, &network) || errors.As(err, &untrusted) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			failure.detail += ": " + err.Error()
		} else {
			// What net/http says of an answer repeats lines of it, such as an address with a signature.
			failure.cause = nil
		}
	}
	return failure
}

// place is where decoding failed, without the value there, which may be secret.
func place(err error) string {
	var mismatch *json.UnmarshalTypeError
	if errors.As(err, &mismatch) {
		return fmt.Sprintf("%s where %s is expected, at %q, byte %d", mismatch.Value, mismatch.Type, mismatch.Field, mismatch.Offset)
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Sprintf("it is not JSON at byte %d", syntax.Offset)
	}
	return "a value does not fit its type"
}
