package fsst

import (
	"cmp"
	"slices"
)

// generations is how many tables Train makes, each from the one before it.
const generations = 6

// Train returns the table that compresses strings like the samples best. The same
// samples give the same table.
func Train(samples [][]byte) *Table {
	t := &Table{}
	pairs := make([]int32, codes*codes)
	for range generations {
		t = t.improve(samples, pairs)
	}
	return t
}

// codes is the number of codes in statistics: 0 to 255 are symbols, those from
// 256 on single bytes.
const codes = 512

// improve counts how often symbols and pairs of symbols occur in the samples and
// returns a table of those that save the most bytes. pairs is a buffer.
func (t *Table) improve(samples [][]byte, pairs []int32) *Table {
	single := make([]int, codes)
	clear(pairs)
	for _, b := range samples {
		last := -1
		for len(b) > 0 {
			code, n := codes/2+int(b[0]), 1
			if s := t.longestMatch(b); s >= 0 {
				code, n = s, int(t.lengths[s])
			}
			single[code]++
			if n > 1 { // the first byte stays a candidate too
				single[codes/2+int(b[0])]++
			}
			if last >= 0 {
				pairs[last*codes+code]++
			}
			last = code
			b = b[n:]
		}
	}
	gains := map[string]int{}
	for code, n := range single {
		if n > 0 {
			s := t.textOf(code)
			saved := len(s)
			if saved == 1 {
				saved = 2 // without a symbol a byte costs two
			}
			gains[s] = max(gains[s], n*saved)
		}
	}
	for i, n := range pairs {
		if n < 4 {
			continue
		}
		if s := t.textOf(i/codes) + t.textOf(i%codes); len(s) <= maxSymbol {
			gains[s] += int(n) * len(s)
		}
	}
	better, err := New(mostGainful(gains))
	if err != nil {
		panic(err) // mostGainful returns valid symbols only
	}
	return better
}

// textOf returns the bytes that a code represents.
func (t *Table) textOf(code int) string {
	if code >= codes/2 {
		return string([]byte{byte(code - codes/2)})
	}
	return t.symbols[code]
}

// mostGainful returns the texts with the greatest gains, as many as a table
// holds.
func mostGainful(gains map[string]int) []string {
	texts := make([]string, 0, len(gains))
	for s := range gains {
		texts = append(texts, s)
	}
	slices.SortFunc(texts, func(a, b string) int {
		return cmp.Or(cmp.Compare(gains[b], gains[a]), cmp.Compare(a, b))
	})
	return slices.Clone(texts[:min(len(texts), Escape)])
}
