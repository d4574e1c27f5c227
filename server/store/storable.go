package store

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// storable reports whether every database can store a string: PostgreSQL accepts
// only UTF-8 without NUL characters.
func storable(s string) bool { return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 }

// clean replaces what a database cannot store in a string from outside, such as a
// file name, with U+FFFD.
func clean(s string) string {
	if storable(s) {
		return s
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// maxID is the maximum length of the id of an article in bytes. The server accepts
// segments of a path up to 400 bytes.
const maxID = 300

// addressable returns an article's id with the characters replaced that the server
// refuses in the path of a URL: control characters and U+FFFD. It returns "" if the id
// cannot be a segment of a path at all: for ".", ".." and ids that are too long.
func addressable(id string) string {
	id = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) {
			return '_'
		}
		return r
	}, id)
	if id == "." || id == ".." || len(id) > maxID {
		return ""
	}
	return id
}
