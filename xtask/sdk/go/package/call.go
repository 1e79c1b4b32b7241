// One call as the generated methods describe it: its path, query and body, checked and encoded.

package gitlabjobs

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strings"
)

const (
	applicationJSON = "application/json"
	anything        = "*/*"
)

// call is a request before it has an address.
type call struct {
	operation string
	method    string
	template  string
	path      string
	query     []string
	header    http.Header
	body      []byte
	refused   error
}

func newCall(operation, method, template, accept string) *call {
	return &call{
		operation: operation,
		method:    method,
		template:  template,
		path:      template,
		header:    http.Header{"Accept": {accept}},
	}
}

// setPath puts a value into the path as one segment: its slashes are encoded.
func (c *call) setPath(name string, value any) {
	text := fmt.Sprint(value)
	for _, segment := range strings.Split(text, "/") {
		switch {
		case segment == "" || segment == "." || segment == "..":
			c.refuse(fmt.Sprintf("%s has an empty segment or one that is a dot or two, which would lead to another address", name))
		case strings.ContainsFunc(segment, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' }):
			c.refuse(fmt.Sprintf("%s holds a backslash or a control character", name))
		}
	}
	c.path = strings.Replace(c.path, "{"+name+"}", escape(text), 1)
}

// setQuery adds a parameter unless it has its zero value, which stands for
// being left out; a slice is added value by value.
func (c *call) setQuery(name string, value any) {
	reflected := reflect.ValueOf(value)
	if reflected.Kind() == reflect.Slice {
		for i := range reflected.Len() {
			c.addQuery(name, reflected.Index(i).Interface())
		}
	} else if !reflected.IsZero() {
		c.addQuery(name, value)
	}
}

// requireQuery adds a parameter that the API does not work without.
func (c *call) requireQuery(name string, value any) {
	if reflect.ValueOf(value).IsZero() {
		c.refuse(fmt.Sprintf("%s is needed", name))
		return
	}
	c.addQuery(name, value)
}

func (c *call) addQuery(name string, value any) {
	c.query = append(c.query, escape(name)+"="+escape(fmt.Sprint(value)))
}

func (c *call) setBody(body any) {
	text, err := json.Marshal(body)
	if err != nil {
		c.refuse("the body cannot be written as JSON: " + err.Error())
	}
	c.body = text
	c.header.Set("Content-Type", applicationJSON)
}

// refuse keeps the first reason why the call must not be sent.
func (c *call) refuse(reason string) {
	if c.refused == nil {
		c.refused = usage(c.operation, reason)
	}
}

// address is the URL of the call below an API root.
func (c *call) address(base *url.URL) string {
	address := base.String() + c.path
	if len(c.query) > 0 {
		address += "?" + strings.Join(c.query, "&")
	}
	return address
}

// onward is the same call for another page.
func (c *call) onward(query string) *call {
	next := *c
	next.query = []string{query}
	return &next
}

// escape percent-encodes all but letters, digits and -._~, which mean the
// same to every server and proxy.
func escape(text string) string {
	return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
}
