package table

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// scanArticle decodes a JSON object as encoding/json does, but faster, if it has the
// usual form: the keys of [jsonArticle], each with a string, and other keys with any value.
// Otherwise ok is false, and encoding/json decodes the object or describes its error.
func scanArticle(b []byte) (a jsonArticle, ok bool) {
	if !utf8.Valid(b) || len(b) == 0 || b[0] != '{' {
		return a, false
	}
	for separator := byte('{'); ; separator = ',' {
		b = trimJSONSpace(b)
		if len(b) == 0 || b[0] != separator {
			break
		}
		key, rest, ok := scanKey(b[1:])
		if !ok {
			return a, false
		}
		if !isArticleKey(key) {
			if b, ok = skipValue(rest, 0); !ok {
				return a, false
			}
			continue
		}
		value, after, ok := scanString(rest)
		if !ok || !a.set(key, value, rest[:len(rest)-len(after)]) {
			return a, false
		}
		b = after
	}
	return a, string(b) == "}"
}

// scanValues returns the members of a JSON object that are strings or numbers, as
// encoding/json decodes them, without copies of the object. ok is false for objects that
// encoding/json decodes, or describes the error of.
func scanValues(b []byte) (values map[string]string, ok bool) {
	if !utf8.Valid(b) || len(b) == 0 || b[0] != '{' {
		return nil, false
	}
	values = map[string]string{}
	for separator := byte('{'); ; separator = ',' {
		b = trimJSONSpace(b)
		if len(b) == 0 || b[0] != separator {
			break
		}
		key, rest, ok := scanKey(b[1:])
		if !ok {
			return nil, false
		}
		if len(rest) > 0 && rest[0] == '"' {
			if values[key], b, ok = scanString(rest); !ok {
				return nil, false
			}
			continue
		}
		if b, ok = skipValue(rest, 0); !ok {
			return nil, false
		}
		delete(values, key) // an earlier member
		if c := rest[0]; c == '-' || '0' <= c && c <= '9' {
			values[key] = string(rest[:len(rest)-len(b)])
		}
	}
	return values, string(b) == "}"
}

// scanKey returns the key at the beginning of b, and what follows its colon. Both may have
// white space before them.
func scanKey(b []byte) (key string, value []byte, ok bool) {
	key, b, ok = scanString(trimJSONSpace(b))
	b = trimJSONSpace(b)
	if !ok || len(b) == 0 || b[0] != ':' {
		return "", b, false
	}
	return key, trimJSONSpace(b[1:]), true
}

// articleKeys are the keys of [jsonArticle].
var articleKeys = [...]string{"id", "text", "title", "publisher", "author", "published", "url", "language"}

// isArticleKey reports whether encoding/json reads the value of a key, whatever its case.
func isArticleKey(key string) bool {
	for _, k := range articleKeys {
		if strings.EqualFold(key, k) {
			return true
		}
	}
	return false
}

// maxSkipDepth is the largest depth of a value that skipValue skips.
const maxSkipDepth = 32

// skipValue returns what follows the JSON value at the beginning of b. ok is false if there is none, and for
// values that are rare or may be invalid.
func skipValue(b []byte, depth int) (rest []byte, ok bool) {
	if len(b) == 0 || depth > maxSkipDepth {
		return b, false
	}
	switch c := b[0]; {
	case c == '"':
		_, rest, ok = scanString(b)
		return rest, ok
	case c == '[' || c == '{':
		return skipComposite(b, depth)
	case c == '-' || '0' <= c && c <= '9':
		n := bytes.IndexFunc(b, func(r rune) bool { return !strings.ContainsRune("+-.0123456789Ee", r) })
		if n < 0 || !json.Valid(b[:n]) {
			return b, false
		}
		return b[n:], true
	}
	for _, literal := range [...]string{"true", "false", "null"} {
		if rest, ok = bytes.CutPrefix(b, []byte(literal)); ok {
			return rest, true
		}
	}
	return b, false
}

// skipComposite is skipValue for an array or object.
func skipComposite(b []byte, depth int) (rest []byte, ok bool) {
	object, end := b[0] == '{', byte(']')
	if object {
		end = '}'
	}
	if b = trimJSONSpace(b[1:]); len(b) > 0 && b[0] == end {
		return b[1:], true
	}
	for {
		if object {
			if _, b, ok = scanKey(b); !ok {
				return b, false
			}
		}
		if b, ok = skipValue(b, depth+1); !ok {
			return b, false
		}
		b = trimJSONSpace(b)
		switch {
		case len(b) > 0 && b[0] == end:
			return b[1:], true
		case len(b) == 0 || b[0] != ',':
			return b, false
		}
		b = trimJSONSpace(b[1:])
	}
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
// ok is false if there is none.
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
// there is an invalid one.
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
		if out.Len() == 0 {
			out.Grow(len(b))
		}
		out.Write(b[:at])
		if b[at+1] == 'u' {
			r, n := codePoint(b[at:])
			if n == 0 {
				return "", false
			}
			out.WriteRune(r)
			b = b[at+n:]
			continue
		}
		letter := strings.IndexByte(escapes, b[at+1])
		if letter < 0 {
			return "", false
		}
		out.WriteByte(escaped[letter])
		b = b[at+2:]
	}
}

// codePoint decodes the escape "\\u" and four digits, or two of a surrogate pair, at the beginning of b and
// returns its length, 0 if it is invalid. A surrogate without its pair is U+FFFD.
func codePoint(b []byte) (r rune, length int) {
	first, ok := hexUnit(b)
	if !ok {
		return 0, 0
	}
	if !utf16.IsSurrogate(first) {
		return first, unitLength
	}
	if second, ok := hexUnit(b[unitLength:]); ok {
		if r := utf16.DecodeRune(first, second); r != utf8.RuneError {
			return r, 2 * unitLength
		}
	}
	return utf8.RuneError, unitLength
}

// unitLength is the length in bytes of the escape of a UTF-16 code unit.
const unitLength = len(`\u0000`)

// hexUnit returns the UTF-16 code unit that the escape at the beginning of b means.
func hexUnit(b []byte) (unit rune, ok bool) {
	if len(b) < unitLength || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(b[2:unitLength]), 16, 16)
	return rune(n), err == nil && b[2] != '+' && b[2] != '-'
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
