package view

import (
	"strings"

	"dateline/geo/text"
)

// maxSlug is the maximum length of a slug. A collection's name has at most 64 bytes,
// and a number may follow.
const maxSlug = 56

// Slug makes the name of a collection, which is part of its address, from its title:
// "Border talks, 2021" becomes "border-talks-2021". It is empty for a title without
// Latin letters and digits.
func Slug(title string) string {
	words := strings.FieldsFunc(text.Fold(title), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	name := strings.Join(words, "-")
	return strings.TrimRight(name[:min(len(name), maxSlug)], "-")
}
