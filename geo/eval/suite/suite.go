// Package suite generates behavioral tests of the geoparser: sentences whose right
// reading is known by construction, by kind of difficulty.
//
// The method is CheckList's (Ribeiro, Wu, Guestrin and Singh 2020, "Beyond Accuracy:
// Behavioral Testing of NLP Models with CheckList", ACL): sentence patterns times
// places of the gazetteer times distractors. Patterns and place names are split in two
// halves by a fixed hash, so that what trains a model never measures it.
package suite

import (
	_ "embed"
	"fmt"
	"hash/fnv"
	"strings"
	"unicode/utf8"

	"dateline/geo/gazetteer"
)

// Half selects the patterns and names of one half of the suite.
type Half uint8

// The halves.
const (
	Train Half = iota
	Measure
)

// Target is a span of a case's text with its right reading.
type Target struct {
	// Start and End count Unicode code points of the text, half-open.
	Start, End int
	Phrase     string
	// Place is the place that the span means, or gazetteer.NoRef when it names none
	// that may be placed.
	Place gazetteer.Ref
	// Not is a place that the span must not mean, or gazetteer.NoRef: the country of
	// that name for a river that the gazetteer may lack.
	Not gazetteer.Ref
	// Anchor marks the place that an offset is measured from.
	Anchor bool
}

// Case is one generated text with its targets.
type Case struct {
	// ID is unique in the suite and the same for the same gazetteer.
	ID   string
	Kind string
	Text string
	// Context are the spans of places that are named but not scored.
	Context []Target
	Targets []Target
}

// Kinds returns the kinds of cases in the order of the report.
func Kinds() []string {
	kinds := make([]string, 0, len(generators))
	for _, g := range generators {
		kinds = append(kinds, g.kind)
	}
	return kinds
}

// DefaultCases is the number of cases of each kind that [Generate] aims at.
const DefaultCases = 200

// Generate returns at most n cases of each kind out of one half of the patterns and
// names. The same gazetteer gives the same cases.
func Generate(g *gazetteer.Gazetteer, half Half, n int) []Case {
	p := newPools(g)
	patterns := readPatterns()
	var cases []Case
	for _, gen := range generators {
		b := &builder{pools: p, half: half, kind: gen.kind, patterns: halfOf(patterns[gen.kind], half, func(s string) string { return s })}
		if len(b.patterns) == 0 {
			b.patterns = patterns[gen.kind] // a kind of given sentences, see sentences.tsv
		}
		gen.generate(b, n)
		for i := range b.cases {
			b.cases[i].ID, b.cases[i].Kind = fmt.Sprintf("%s-%03d", gen.kind, i+1), gen.kind
		}
		cases = append(cases, b.cases...)
	}
	return cases
}

// halfOf selects the items whose name hashes into a half.
func halfOf[T any](items []T, half Half, name func(T) string) []T {
	var out []T
	for _, item := range items {
		if hash(name(item))&1 == uint64(half) {
			out = append(out, item)
		}
	}
	return out
}

// hash is FNV-1a, mixed so that its low bits depend on every byte.
func hash(s string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(s)) // a hash never fails
	x := h.Sum64()
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	return x ^ x>>33
}

//go:embed patterns.tsv
var patternTable string

//go:embed sentences.tsv
var sentenceTable string

//go:embed words.tsv
var wordTable string

//go:embed nations.tsv
var nationTable string

// rows are the cells of a table's lines without comments.
func rows(table string) [][]string {
	var out [][]string
	for line := range strings.Lines(table) {
		line = strings.TrimRight(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		out = append(out, strings.Split(line, "\t"))
	}
	return out
}

func readPatterns() map[string][]string {
	patterns := map[string][]string{}
	for _, r := range rows(patternTable) {
		patterns[r[0]] = append(patterns[r[0]], r[1])
	}
	return patterns
}

// words returns the second and third column of the rows of a list.
func words(list string) [][2]string {
	var out [][2]string
	for _, r := range rows(wordTable) {
		if r[0] != list {
			continue
		}
		second := ""
		if len(r) > 2 {
			second = r[2]
		}
		out = append(out, [2]string{r[1], second})
	}
	return out
}

// slot is what fills a slot of a pattern.
type slot struct {
	text  string
	place gazetteer.Ref
	not   gazetteer.Ref
	// article puts "the" before the name.
	article bool
}

// builder collects the cases of one kind.
type builder struct {
	pools    *pools
	half     Half
	kind     string
	patterns []string
	cases    []Case
}

// add fills the slots of the next pattern, in turn. A slot is written {name}; a mark
// behind the name says that it is context (~), must not be placed (!) or anchors an
// offset (@).
func (b *builder) add(slots map[string]slot) {
	b.fill(b.patterns[len(b.cases)%len(b.patterns)], slots)
}

// fill adds a case made of a pattern.
func (b *builder) fill(pattern string, slots map[string]slot) {
	var c Case
	var text strings.Builder
	for rest := pattern; rest != ""; {
		open := strings.IndexByte(rest, '{')
		if open < 0 {
			text.WriteString(rest)
			break
		}
		text.WriteString(rest[:open])
		name, after, _ := strings.Cut(rest[open+1:], "}")
		rest = after
		mark := byte(0)
		if n := len(name) - 1; strings.IndexByte("~!@", name[n]) >= 0 {
			name, mark = name[:n], name[n]
		}
		s, ok := slots[name]
		if !ok {
			panic(fmt.Sprintf("pattern %q of %s: no slot %q", pattern, b.kind, name))
		}
		switch {
		case s.article && text.Len() == 0:
			text.WriteString("The ")
		case s.article:
			text.WriteString("the ")
		}
		start := utf8.RuneCountInString(text.String())
		text.WriteString(s.text)
		if s.place == gazetteer.NoRef && mark == 0 {
			continue // words, not a name
		}
		t := Target{Start: start, End: start + utf8.RuneCountInString(s.text), Phrase: s.text, Place: s.place, Not: s.not, Anchor: mark == '@'}
		switch mark {
		case '~':
			c.Context = append(c.Context, t)
		case '!':
			t.Place = gazetteer.NoRef
			c.Targets = append(c.Targets, t)
		default:
			c.Targets = append(c.Targets, t)
		}
	}
	c.Text = text.String()
	b.cases = append(b.cases, c)
}

// given adds the sentences of a kind from sentences.tsv whose text is in the half.
func (b *builder) given() {
	for _, r := range rows(sentenceTable) {
		if r[0] != b.kind || hash(r[1])&1 != uint64(b.half) {
			continue
		}
		var c Case
		var text strings.Builder
		for rest := r[1]; rest != ""; {
			before, after, bracket := strings.Cut(rest, "[")
			text.WriteString(before)
			if !bracket {
				break
			}
			word, tail, _ := strings.Cut(after, "]")
			start := utf8.RuneCountInString(text.String())
			text.WriteString(word)
			c.Targets = append(c.Targets, Target{Start: start, End: start + utf8.RuneCountInString(word), Phrase: word, Place: gazetteer.NoRef, Not: gazetteer.NoRef})
			rest = tail
		}
		c.Text = text.String()
		b.cases = append(b.cases, c)
	}
}
