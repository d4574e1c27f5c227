package search

import (
	"strings"
	"unicode"

	"dateline/geo/text"
)

// Term is a folded word or phrase. The last word is a prefix if prefix is set.
type Term struct {
	words  []string
	prefix bool
}

// maxTerms is the maximum number of terms of a query.
const maxTerms = 16

// Parse parses the terms of a query.
func Parse(query string) (terms []Term) {
	for i, part := range strings.Split(query, `"`) {
		words := strings.FieldsFunc(text.Fold(part), func(r rune) bool { return !Letter(r) && r != '*' })
		if i%2 == 1 {
			t := Term{}
			for _, w := range words {
				if w = strings.ReplaceAll(w, "*", ""); w != "" {
					t.words = append(t.words, w)
				}
			}
			if len(t.words) > 0 {
				terms = append(terms, t)
			}
			continue
		}
		for _, w := range words {
			if word := strings.ReplaceAll(w, "*", ""); word != "" {
				terms = append(terms, Term{[]string{word}, strings.HasSuffix(w, "*")})
			}
		}
	}
	return terms[:min(len(terms), maxTerms)]
}

// Letter reports whether r is part of a word.
func Letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// MatchQuery returns terms in the syntax of FTS5.
func MatchQuery(terms []Term) string {
	parts := make([]string, len(terms))
	for i, t := range terms {
		parts[i] = `"` + strings.Join(t.words, " ") + `"`
		if t.prefix {
			parts[i] += "*"
		}
	}
	return strings.Join(parts, " AND ")
}

// TSQuery returns terms in the syntax of PostgreSQL's to_tsquery.
func TSQuery(terms []Term) string {
	parts := make([]string, len(terms))
	for i, t := range terms {
		words := make([]string, len(t.words))
		for k, w := range t.words {
			words[k] = `'` + w + `'`
		}
		parts[i] = strings.Join(words, " <-> ")
		if t.prefix {
			parts[i] += ":*"
		}
	}
	return strings.Join(parts, " & ")
}
