package recognize

import (
	"bufio"
	"compress/gzip"
	"io"
	"sort"
	"strings"

	"dateline/geo"
)

// readNames puts the names of persons, a gzip file of "list<TAB>name" lines,
// into t. The lists are given, surname, and rare given names and surnames.
func readNames(t *table, r io.Reader) error {
	z, err := gzip.NewReader(r)
	if err != nil {
		return geo.Errorf(geo.ErrInput, "list of persons' names is not gzip: %w", err)
	}
	of := map[string]lexicon{"given": lexGiven, "givenrare": lexGivenRare, "surname": lexSurname, "surnamerare": lexSurnameRare}
	lines := bufio.NewScanner(z)
	for lines.Scan() {
		list, name, _ := strings.Cut(lines.Text(), "\t")
		in, ok := of[list]
		if !ok {
			return geo.Errorf(geo.ErrInput, "list of persons' names has unknown list %q", list)
		}
		t.add(hashLower(name), in)
	}
	return lines.Err()
}

// learnLexicon finds out from training text which words are mostly written
// small, and which are adjectives and peoples' names, and puts them into t.
func learnLexicon(t *table, data []labelled) {
	type tally struct{ small, capital, adjective uint32 }
	seen := make(map[uint32]tally)
	var toks []token
	for n := range data {
		s := &data[n]
		toks = tokenize(toks[:0], s.text)
		if styleOf(toks) != 0 {
			continue
		}
		j := 0
		for i := range toks {
			k := &toks[i]
			for j < len(s.names) && s.names[j].End <= int(k.start) {
				j++
			}
			c := seen[k.lower]
			switch {
			case k.class == classLower:
				c.small++
			case k.class == classCapital && i > 0 && toks[i-1].class != classPunct:
				c.capital++
			}
			if k.cased() && j < len(s.names) && s.names[j].label == beginAdjective && s.names[j].Start <= int(k.start) {
				c.adjective++
			}
			seen[k.lower] = c
		}
	}
	hashes := make([]uint32, 0, len(seen))
	for h := range seen {
		hashes = append(hashes, h)
	}
	sort.Slice(hashes, func(i, j int) bool { return hashes[i] < hashes[j] })
	for _, h := range hashes {
		c := seen[h]
		all := c.small + c.capital
		switch {
		case c.small < 3:
		case c.small*100 >= all*95:
			t.add(h, lexCommon)
		case c.small*10 >= all*6:
			t.add(h, lexCommonish)
		case c.small*10 >= all:
			t.add(h, lexMixed)
		}
		if c.adjective >= 3 && c.adjective*10 >= (c.capital+1)*6 {
			t.add(h, lexAdjective)
		}
	}
}
