package view

import (
	"strings"
	"unicode"

	"dateline/geo/text"
)

// Matcher finds the words of a search in a text. Words in quotes match as a phrase, and
// a word before an asterisk matches as a prefix.
type Matcher struct{ terms []searchTerm }

type searchTerm struct {
	words  []string
	prefix bool
}

// NewMatcher parses a search; nil if it has no word.
func NewMatcher(query string) *Matcher {
	var m Matcher
	for i, part := range strings.Split(query, `"`) {
		var phrase []string
		for _, w := range strings.FieldsFunc(part, func(r rune) bool { return !isLetter(r) && r != '*' }) {
			word := text.Fold(strings.ReplaceAll(w, "*", ""))
			switch {
			case word == "":
			case i%2 == 1:
				phrase = append(phrase, word)
			default:
				m.terms = append(m.terms, searchTerm{[]string{word}, strings.HasSuffix(w, "*")})
			}
		}
		if len(phrase) > 0 {
			m.terms = append(m.terms, searchTerm{words: phrase})
		}
	}
	if len(m.terms) == 0 {
		return nil
	}
	return &m
}

// isLetter reports whether r is part of a word.
func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// word is a folded word with its span in bytes.
type word struct {
	folded     string
	start, end int
}

// Split divides a text at the words that match.
func (m *Matcher) Split(s string) []Fragment {
	if m == nil {
		return []Fragment{{Text: s}}
	}
	all := wordsOf(s)
	var out []Fragment
	done := 0
	for i := 0; i < len(all); {
		n := m.match(all[i:])
		if n == 0 {
			i++
			continue
		}
		if start := all[i].start; start > done {
			out = append(out, Fragment{Text: s[done:start]})
		}
		done = all[i+n-1].end
		out = append(out, Fragment{Text: s[all[i].start:done], Matched: true})
		i += n
	}
	if done < len(s) {
		out = append(out, Fragment{Text: s[done:]})
	}
	return out
}

// match returns the number of words at the beginning that a term matches, or 0.
func (m *Matcher) match(all []word) int {
	for _, t := range m.terms {
		if len(all) < len(t.words) {
			continue
		}
		matched := true
		for i, w := range t.words {
			if all[i].folded != w && (!t.prefix || !strings.HasPrefix(all[i].folded, w)) {
				matched = false
				break
			}
		}
		if matched {
			return len(t.words)
		}
	}
	return 0
}

func wordsOf(s string) []word {
	var out []word
	start := -1
	for i, r := range s {
		switch letter := isLetter(r); {
		case letter && start < 0:
			start = i
		case !letter && start >= 0:
			out = append(out, word{text.Fold(s[start:i]), start, i})
			start = -1
		}
	}
	if start >= 0 {
		out = append(out, word{text.Fold(s[start:]), start, len(s)})
	}
	return out
}
