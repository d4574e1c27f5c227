package recognizer

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"dateline/geo/eval/conll"
	"dateline/geo/internal/langid"
	"dateline/geo/internal/lexicon"
)

// shortLists are the languages whose frequent words are only those of the lexicon.
var shortLists = []string{"az", "sw", "ps"}

// unusedLists are the lists of frequent words that mix languages, that are of a language with another code, or whose words are
// not needed because of the script.
var unusedLists = []string{"sh", "nb", "th"}

// TrainIdentifier makes the file by which languages are identified, of the lists of frequent words, and for
// languages without a list, of the words of their corpora and of the lexicon.
func TrainIdentifier(o LanguageOptions) ([]byte, error) {
	paths, err := filepath.Glob(filepath.Join(o.Frequencies, "*.txt"))
	if err != nil {
		return nil, fmt.Errorf("finding the lists of frequent words: %w", err)
	}
	words := map[string][]string{}
	for _, path := range paths {
		language := strings.TrimSuffix(filepath.Base(path), ".txt")
		if slices.Contains(unusedLists, language) {
			continue
		}
		if words[language], err = readWords(path); err != nil {
			return nil, err
		}
	}
	for i := range languageModels {
		m := &languageModels[i]
		language := m.languages[0]
		if words[language] != nil || slices.Contains(unusedLists, language) {
			continue
		}
		var sentences []sentence
		for _, c := range m.corpora {
			path := filepath.Join(o.Corpora, c.name+".tsv.gz")
			if c.isNews() || conll.LanguageOf(path) != language {
				continue
			}
			if sentences, err = readCorpus(sentences, path, corpus{language: language}); err != nil {
				return nil, err
			}
		}
		words[language] = countWords(sentences)
	}
	for _, language := range shortLists {
		words[language] = lexicon.Words(language, "frequent-word")
	}
	var lists []langid.WordList
	for language, w := range words {
		if len(w) > 0 {
			lists = append(lists, langid.WordList{Language: language, Words: w})
		}
	}
	slices.SortFunc(lists, func(a, b langid.WordList) int { return strings.Compare(a.Language, b.Language) })
	return langid.Encode(lists), nil
}
