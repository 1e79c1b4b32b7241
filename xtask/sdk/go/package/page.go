// Lists: one page at a time, or all of them as an iterator.

package gitlabjobs

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Page is one page of a list.
type Page[T any] struct {
	// Items is what the page holds, in the server's order.
	Items []T

	client *Client
	call   *call
	next   string
	seen   []string
}

// HasNext tells whether the list goes on.
func (p *Page[T]) HasNext() bool { return p.next != "" }

// Next asks for the page after this one; it is nil without an error when
// there is none.
func (p *Page[T]) Next(ctx context.Context) (*Page[T], error) {
	if !p.HasNext() {
		return nil, nil
	}
	if slices.Contains(p.seen, p.next) {
		return nil, &Error{Kind: KindDecode, Operation: p.call.operation, detail: "the list leads in a circle"}
	}
	page, err := fetchPage[T](ctx, p.client, p.call.onward(p.next))
	if err != nil {
		return nil, err
	}
	page.seen = append(slices.Clip(p.seen), p.next)
	return page, nil
}

func fetchPage[T any](ctx context.Context, c *Client, call *call) (*Page[T], error) {
	items, header, err := fetch[[]T](ctx, c, call)
	if err != nil {
		return nil, err
	}
	next, err := nextQuery(call, header)
	if err != nil {
		return nil, err
	}
	return &Page[T]{Items: *items, client: c, call: call, next: next}, nil
}

// eachItem iterates over the items of all pages. Each range over it starts
// from the first page.
func eachItem[T any](ctx context.Context, c *Client, call *call) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		page, err := fetchPage[T](ctx, c, call)
		for ; err == nil && page != nil; page, err = page.Next(ctx) {
			for _, item := range page.Items {
				if !yield(item, nil) {
					return
				}
			}
		}
		if err != nil {
			var none T
			yield(none, err)
		}
	}
}

// nextQuery is the query of the next page, empty on the last one. Of the
// address in the header Link only the query is used: the list stays where it
// was asked for. An address that cannot be read is an error, because the list
// would end too early.
func nextQuery(call *call, header http.Header) (string, error) {
	for _, value := range header.Values("Link") {
		address, found := linked(value, "next")
		if !found {
			continue
		}
		target, err := url.Parse(address)
		if err != nil || target.RawQuery == "" {
			return "", &Error{Kind: KindDecode, Operation: call.operation, detail: "the link to the next page leads nowhere"}
		}
		return target.RawQuery, nil
	}
	number := header.Get("X-Next-Page")
	if number == "" {
		return "", nil
	}
	kept := slices.DeleteFunc(slices.Clone(strings.Split(strings.Join(call.query, "&"), "&")), func(pair string) bool {
		return pair == "" || strings.HasPrefix(pair, "page=")
	})
	return strings.Join(append(kept, "page="+escape(number)), "&"), nil
}

// linked is the address of a relation in a Link header, if it is there.
func linked(value, relation string) (string, bool) {
	for value != "" {
		_, rest, found := strings.Cut(value, "<")
		if !found {
			return "", false
		}
		target, parameters, found := strings.Cut(rest, ">")
		if !found {
			return "", false
		}
		// The next link starts behind the next comma and bracket.
		mine, more, _ := strings.Cut(parameters, ",")
		if open := strings.Index(parameters, "<"); open >= 0 {
			mine, more = parameters[:open], parameters[open:]
		}
		for _, parameter := range strings.Split(mine, ";") {
			name, text, _ := strings.Cut(strings.TrimSpace(strings.TrimRight(strings.TrimSpace(parameter), ",")), "=")
			if strings.EqualFold(name, "rel") && slices.Contains(strings.Fields(strings.ToLower(strings.Trim(text, `"`))), relation) {
				return target, true
			}
		}
		value = more
	}
	return "", false
}
