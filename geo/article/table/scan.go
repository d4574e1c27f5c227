package table

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// scanArticle decodes a JSON object as encoding/json does, but faster, if it has the
// usual form: only keys of [jsonArticle], each with a string. Otherwise ok is false, and
// encoding/json decodes the object or describes its error.
func scanArticle(b []byte) (a jsonArticle, ok bool) {
	if !utf8.Valid(b) || len(b) == 0 || b[0] != '{' {
		return a, false
	}
	for separator := byte('{'); ; separator = ',' {
		b = trimJSONSpace(b)
		if len(b) == 0 || b[0] != separator {
			break
		}
		key, rest, ok := scanString(trimJSONSpace(b[1:]))
		rest = trimJSONSpace(rest)
		if !ok || len(rest) == 0 || rest[0] != ':' {
			return a, false
		}
		rest = trimJSONSpace(rest[1:])
		value, after, ok := scanString(rest)
		if !ok || !a.set(key, value, rest[:len(rest)-len(after)]) {
			return a, false
		}
		b = after
	}
	return a, string(b) == "}"
}

// set sets the member with a key to a string, of which raw is the literal. It reports
// whether there is such a member.
func (a *jsonArticle) set(key, value string, raw []byte) bool {
	switch key {
	case "id":
		a.ID = raw
	case "text":
		a.Text = &value
	case "title":
		a.Title = value
	case "publisher":
		a.Publisher = value
	case "author":
		a.Author = value
	case "published":
		a.Published = value
	case "url":
		a.URL = value
	case "language":
		a.Language = value
	default:
		return false
	}
	return true
}

// trimJSONSpace returns b without the white space of JSON at its beginning.
func trimJSONSpace(b []byte) []byte {
	for len(b) > 0 && (b[0] == ' ' || b[0] == '\t' || b[0] == '\n' || b[0] == '\r') {
		b = b[1:]
	}
	return b
}

// scanString decodes the JSON string at the beginning of b and returns what follows it.
// ok is false if there is none and if it contains an escape by a code point.
func scanString(b []byte) (s string, rest []byte, ok bool) {
	if len(b) == 0 || b[0] != '"' {
		return "", b, false
	}
	b = b[1:]
	n := plainLength(b)
	for n+1 < len(b) && b[n] == '\\' {
		n += 2
		n += plainLength(b[n:])
	}
	if n >= len(b) || b[n] != '"' {
		return "", b, false
	}
	s, ok = unescape(b[:n])
	return s, b[n+1:], ok
}

// unescape returns the content of a JSON string with its escapes replaced; ok is false if
// there is one by a code point or an invalid one.
func unescape(b []byte) (s string, ok bool) {
	var out strings.Builder
	for {
		at := bytes.IndexByte(b, '\\')
		if at < 0 && out.Len() == 0 {
			return string(b), true
		}
		if at < 0 {
			out.Write(b)
			return out.String(), true
		}
		letter := strings.IndexByte(escapes, b[at+1])
		if letter < 0 {
			return "", false
		}
		if out.Len() == 0 {
			out.Grow(len(b))
		}
		out.Write(b[:at])
		out.WriteByte(escaped[letter])
		b = b[at+2:]
	}
}

// The letters of the escapes of a JSON string and the bytes that they mean.
const (
	escapes = `"\/bfnrt`
	escaped = "\"\\/\b\f\n\r\t"
)

// plainLength returns the number of bytes of b before the first one that ends a string,
// begins an escape or is a control character.
func plainLength(b []byte) int {
	for i, c := range b {
		if c == '"' || c == '\\' || c < ' ' {
			return i
		}
	}
	return len(b)
}
