package recognizer

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"os"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/internal/tagger"
)

// nameLists maps the lists of the file of personal names to word lists.
var nameLists = map[string]tagger.WordLists{
	"given": tagger.ListGiven, "givenrare": tagger.ListGivenRare, "surname": tagger.ListSurname, "surnamerare": tagger.ListSurnameRare,
}

// addNames adds the personal names of a file to x, unless path is empty. The file is gzip-compressed and
// has a line "list<TAB>name" per name.
func addNames(x *tagger.Lexicon, path string) error {
	if path == "" {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("opening the list of personal names: %w", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return geo.Errorf(geo.ErrInput, "the list of personal names %s is not gzip-compressed: %w", path, err)
	}
	lines := bufio.NewScanner(z)
	for lines.Scan() {
		list, name, _ := strings.Cut(lines.Text(), "\t")
		lists, ok := nameLists[list]
		if !ok {
			return geo.Errorf(geo.ErrInput, "the list of personal names %s contains the unknown list %q", path, list)
		}
		x.Add(tagger.HashLower(name), lists)
	}
	return lines.Err()
}

// caseCounts are the occurrences of a word in lower case, capitalized within a sentence, and as an
// adjective.
type caseCounts struct{ lower, capital, adjective uint32 }

// addWordsByCase adds the words that the sentences mostly write in lower case, and the adjectives and
// demonyms, to x.
func addWordsByCase(x *tagger.Lexicon, sentences []sentence) {
	counts := countCases(sentences)
	hashes := make([]uint32, 0, len(counts))
	for h := range counts {
		hashes = append(hashes, h)
	}
	slices.Sort(hashes)
	for _, h := range hashes {
		c := counts[h]
		all := c.lower + c.capital
		switch {
		case c.lower < 3:
		case c.lower*100 >= all*95:
			x.Add(h, tagger.ListMostlyLower)
		case c.lower*10 >= all*6:
			x.Add(h, tagger.ListOftenLower)
		case c.lower*10 >= all:
			x.Add(h, tagger.ListSometimesLower)
		}
		if c.adjective >= 3 && c.adjective*10 >= (c.capital+1)*6 {
			x.Add(h, tagger.ListAdjective)
		}
	}
}

// countCases counts the words of the sentences of ordinary style, by hash.
func countCases(sentences []sentence) map[uint32]caseCounts {
	counts := make(map[uint32]caseCounts)
	var tokens []tagger.Token
	for n := range sentences {
		s := &sentences[n]
		tokens = tagger.Tokenize(tokens[:0], s.text)
		if tagger.StyleOf(tokens) != 0 {
			continue
		}
		next := 0 // first name that does not end before the token
		for i := range tokens {
			t := &tokens[i]
			for next < len(s.names) && s.names[next].End <= int(t.Start) {
				next++
			}
			c := counts[t.Lower]
			switch {
			case t.Class == tagger.ClassLower:
				c.lower++
			case t.Class == tagger.ClassCapital && i > 0 && tokens[i-1].Class != tagger.ClassPunctuation:
				c.capital++
			}
			if t.Cased() && next < len(s.names) && s.names[next].label == tagger.BeginAdjective && s.names[next].Start <= int(t.Start) {
				c.adjective++
			}
			counts[t.Lower] = c
		}
	}
	return counts
}
