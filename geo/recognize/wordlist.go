package recognize

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"dateline/geo/internal/lexicon"
)

// wordList is a list of words in lower case, and of stems of inflected ones.
type wordList struct {
	exact map[string]bool
	stems []string
}

// maxWordEnding is the number of letters that an inflected word may have after its stem.
const maxWordEnding = 4

// has reports whether a word in lower case is in a list, which may be nil.
func (l *wordList) has(word string) bool {
	return l != nil && (l.exact[word] || slices.ContainsFunc(l.stems, func(stem string) bool {
		rest, ok := strings.CutPrefix(word, stem)
		return ok && utf8.RuneCountInString(rest) <= maxWordEnding
	}))
}

func (l *wordList) add(words []string) {
	for _, w := range words {
		if stem, ok := strings.CutSuffix(w, "*"); ok {
			l.stems = append(l.stems, stem)
		} else {
			l.exact[w] = true
		}
	}
}

// listsOf returns a function that returns the words of a category of the lexicon by language, and under "" those of all languages. The
// function reads the tables at its first call.
func listsOf(category string) func() map[string]*wordList {
	return sync.OnceValue(func() map[string]*wordList {
		lists := map[string]*wordList{"": {exact: map[string]bool{}}}
		for _, language := range lexicon.Languages(category) {
			words := lexicon.Words(language, category)
			lists[language] = &wordList{exact: map[string]bool{}}
			lists[language].add(words)
			lists[""].add(words)
		}
		return lists
	})
}
