package view

import (
	"slices"
	"strings"
)

// Sentence translates an English text that the program puts together, such as a message about an error. What is in
// the places of its parameters is translated as well where it can be. English text in a language from right to left is isolated.
func (l *Language) Sentence(english string) string {
	if translated, ok := l.Translated(english); ok || english == "" {
		return translated
	}
	return l.Words(english)
}

// Translated returns the translation of an English text that the program puts together, or
// the text and false if there is none.
func (l *Language) Translated(english string) (string, bool) {
	if l.sentences == nil {
		return english, l.Tag == "en"
	}
	if translated := l.words[english]; translated != "" {
		return translated, true
	}
	form, args := match(l.sentences(), english)
	if form == "" {
		return english, false
	}
	values := make([]any, len(args))
	for i, arg := range args {
		values[i], _ = l.Translated(arg)
	}
	return l.fill(l.words[form], values), true
}

// sentenceForms returns the forms of the texts with parameters among the keys of a file of translations, the longest first.
func sentenceForms(texts map[string]string) []form {
	var keys []string
	for key := range texts {
		if strings.Contains(key, "{1}") {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	return compileForms(keys)
}
