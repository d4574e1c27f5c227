package page

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

// queryOf is the part of an address that asks for the same list again.
func queryOf(ask Listing) string {
	q := url.Values{}
	if ask.Query != "" {
		q.Set("q", ask.Query)
	}
	if ask.Sort != "" && ask.Sort != sorts[0].value {
		q.Set("sort", ask.Sort)
	}
	return q.Encode()
}
