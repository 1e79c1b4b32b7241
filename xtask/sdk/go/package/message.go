// GitLab's words in an error body, in each of the shapes it gives them.

package gitlabjobs

import (
	"bytes"
	"encoding/json"
)

// messages finds what an error body says, in the server's order.
func messages(body []byte) []string {
	var said struct {
		Message     json.RawMessage `json:"message"`
		Error       any             `json:"error"`
		Description any             `json:"error_description"`
	}
	if json.Unmarshal(body, &said) != nil {
		return []string{}
	}
	if found := flatten(said.Message); len(found) > 0 {
		return found
	}
	for _, place := range []any{said.Description, said.Error} {
		if text, ok := place.(string); ok && text != "" {
			return []string{text}
		}
	}
	return []string{}
}

// flatten makes texts of a text, a list of texts, or an object of either.
func flatten(message json.RawMessage) []string {
	found := []string{}
	decoder := json.NewDecoder(bytes.NewReader(message))
	first, err := decoder.Token()
	if err != nil {
		return found
	}
	switch first {
	case json.Delim('['):
		return texts(message, "")
	case json.Delim('{'):
		// Member by member, because a map would forget the order.
		for decoder.More() {
			key, err := decoder.Token()
			var value json.RawMessage
			if err != nil || decoder.Decode(&value) != nil {
				return found
			}
			name, _ := key.(string)
			found = append(found, texts(value, name+": ")...)
		}
		return found
	}
	return texts(message, "")
}

// texts are the text or the texts of a list, each behind a prefix.
func texts(value json.RawMessage, prefix string) []string {
	found := []string{}
	var list []any
	if json.Unmarshal(value, &list) != nil {
		var one any
		if json.Unmarshal(value, &one) != nil {
			return found
		}
		list = []any{one}
	}
	for _, item := range list {
		if text, ok := item.(string); ok {
			found = append(found, prefix+text)
		}
	}
	return found
}
