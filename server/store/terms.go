package store

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// term is a word, or several that stand together, folded; open says that the last
// one may go on.
type term struct {
	words []string
	open  bool
}

// maxTerms bounds the terms of a query.
const maxTerms = 16

// termsOf reads the terms of a query.
func termsOf(query string) (terms []term) {
	for i, part := range strings.Split(query, `"`) {
		words := strings.FieldsFunc(fold(part), func(r rune) bool { return !letter(r) && r != '*' })
		if i%2 == 1 {
			t := term{}
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
				terms = append(terms, term{[]string{word}, strings.HasSuffix(w, "*")})
			}
		}
	}
	return terms[:min(len(terms), maxTerms)]
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// matchQuery writes terms as FTS5 wants them.
func matchQuery(terms []term) string {
	parts := make([]string, len(terms))
	for i, t := range terms {
		parts[i] = `"` + strings.Join(t.words, " ") + `"`
		if t.open {
			parts[i] += "*"
		}
	}
	return strings.Join(parts, " AND ")
}

// tsQuery writes terms as PostgreSQL's to_tsquery wants them.
func tsQuery(terms []term) string {
	parts := make([]string, len(terms))
	for i, t := range terms {
		words := make([]string, len(t.words))
		for k, w := range t.words {
			words[k] = `'` + w + `'`
		}
		parts[i] = strings.Join(words, " <-> ")
		if t.open {
			parts[i] += ":*"
		}
	}
	return strings.Join(parts, " & ")
}

// fold writes text small and takes the accents off its Latin, Greek and Cyrillic
// letters.
func fold(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	var base rune
	for _, r := range norm.NFD.String(text) {
		if unicode.Is(unicode.Mn, r) && unicode.In(base, unicode.Latin, unicode.Greek, unicode.Cyrillic) {
			continue
		}
		base = r
		b.WriteRune(unicode.ToLower(r))
	}
	return norm.NFC.String(b.String())
}
