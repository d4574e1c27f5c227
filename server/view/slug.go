package view

import (
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// fold takes case and accents from s, as the viewer's filter does.
func fold(s string) string {
	t := transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
	if folded, _, err := transform.String(t, s); err == nil {
		s = folded
	}
	return strings.ToLower(s)
}

// Slug makes the name of a collection, which stands in its address, from its
// title: "Border talks, 2021" becomes "border-talks-2021". It is empty when the
// title has no Latin letters or digits.
func Slug(title string) string {
	words := strings.FieldsFunc(fold(title), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	name := strings.Join(words, "-")
	return strings.TrimRight(name[:min(len(name), longestName)], "-")
}

// longestName leaves room for a number, in the 64 bytes that a name may have.
const longestName = 56

// queryOf is the part of an address that asks for the same list again.
func queryOf(ask ListOptions) string {
	q := url.Values{}
	if ask.Query != "" {
		q.Set("q", ask.Query)
	}
	if ask.Sort != "" && ask.Sort != sorts[0].value {
		q.Set("sort", ask.Sort)
	}
	return q.Encode()
}
