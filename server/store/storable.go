package store

import (
	"strings"
	"unicode/utf8"
)

// storable reports whether every database keeps a string as it is: PostgreSQL has
// nothing but UTF-8, and no NUL character.
func storable(s string) bool { return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 }

// clean is a string that others made up, such as the name of a file, without what
// no database keeps.
func clean(s string) string {
	if storable(s) {
		return s
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}
