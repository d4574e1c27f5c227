package recognize

import (
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"dateline/geo"
	"dateline/geo/gazetteer"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// swapper writes training text anew with other places in it, so that the tagger
// learns what stands around a name rather than the names that its corpora happen
// to hold, most of them American and European. Countries give way to countries,
// towns to towns of any country, peoples to peoples; names within the names of
// organisations too. A share of the new names is hidden from the gazetteer's
// features, as villages are that no gazetteer has.
type swapper struct {
	gaz *gazetteer.Gazetteer
	lex *table
	rng *rand.Rand
	// pools holds the names of each sort of place, by country.
	pools map[kinds][][]string
	refs  []gazetteer.NameRef
	words []byte
}

// Shares of what is swapped.
const (
	swapHidden = 0.35 // new names that the gazetteer's features do not see
	swapPlain  = 0.5  // new names that are written without their accents
)

// newSwapper returns a swapper with the names of g and the peoples' names that
// stand in data.
func newSwapper(g *gazetteer.Gazetteer, lex *table, data []labelled, seed uint64) *swapper {
	if g == nil {
		return nil
	}
	s := &swapper{gaz: g, lex: lex, rng: rand.New(rand.NewPCG(seed, 11)), pools: map[kinds][][]string{}}
	type pool struct {
		sort    kinds
		country string
	}
	of := map[pool]int{}
	for i := range g.Len() {
		ref := gazetteer.Ref(i)
		rec, name := g.Record(ref), g.Name(ref)
		p := pool{sortOf(rec.Kind), rec.Country}
		if p.sort == kindCountry {
			p.country = "" // one pool: each has but one
		}
		if p.sort == kindSite || !swappable(name) {
			continue
		}
		k, ok := of[p]
		if !ok {
			k = len(s.pools[p.sort])
			of[p] = k
			s.pools[p.sort] = append(s.pools[p.sort], nil)
		}
		s.pools[p.sort][k] = append(s.pools[p.sort][k], name)
	}
	s.pools[kindDemonym] = make([][]string, 2) // by whether they end in s
	seen := map[string]bool{}
	for i := range data {
		for _, n := range data[i].names {
			phrase := n.Text(data[i].text)
			if n.label == beginAdjective && !seen[phrase] && swappable(phrase) && s.sort(phrase) == kindDemonym {
				seen[phrase] = true
				k := plural(phrase)
				s.pools[kindDemonym][k] = append(s.pools[kindDemonym][k], phrase)
			}
		}
	}
	return s
}

func plural(phrase string) int {
	if strings.HasSuffix(phrase, "s") {
		return 1
	}
	return 0
}

// swappable reports whether a name is one to put into text: of one to three words
// in Latin letters that begin with a capital.
func swappable(name string) bool {
	if len(name) < 3 || len(name) > 30 || strings.Count(name, " ") > 2 || strings.Contains(name, "s ") && strings.ContainsAny(name, "'’") {
		return false // a possessive within a name is rare, and looks like two names
	}
	for i, r := range name {
		switch {
		case i == 0 && !unicode.IsUpper(r):
			return false
		case unicode.Is(unicode.Latin, r), r == ' ', r == '-', r == '\'', r == '’':
		default:
			return false
		}
	}
	return true
}

// sort returns the sort of place that a phrase names first of all, or 0.
func (s *swapper) sort(phrase string) kinds {
	s.words = gazetteer.Normalize(s.words[:0], phrase)
	s.refs = s.gaz.Lookup(s.refs[:0], s.words)
	if len(s.refs) == 0 {
		return 0
	}
	if s.refs[0].Kind == gazetteer.NameDemonym {
		return kindDemonym
	}
	return sortOf(s.gaz.Record(s.refs[0].Ref).Kind)
}

// another returns another name of the given sort, in the looks of the old one.
func (s *swapper) another(sort kinds, old string) string {
	pools := s.pools[sort]
	if len(pools) == 0 {
		return old
	}
	k := s.rng.IntN(len(pools))
	if sort == kindDemonym {
		k = plural(old)
	}
	if len(pools[k]) == 0 {
		return old
	}
	name := pools[k][s.rng.IntN(len(pools[k]))]
	if s.rng.Float64() < swapPlain {
		if plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), name); err == nil {
			name = plain
		}
	}
	if len(old) > 3 && strings.ToUpper(old) == old {
		name = strings.ToUpper(name)
	}
	return name
}

// partWords are the lists of the words of a place's name that stay when the rest
// of it is swapped: "County", "River", "New", "Airport".
const partWords = lexDesignator | lexFacility | lexSettlement | lexCompass | lexOrg | lexConnector | lexFunction

// change is a stretch of text and what is put in its place.
type change struct {
	geo.Span
	name   string
	hidden bool
}

// changeOf returns what to do with a labelled name; ok is false where it stays.
func (s *swapper) changeOf(text string, n labelledName) (c change, ok bool) {
	phrase := n.Text(text)
	if len(phrase) < 4 || strings.ContainsAny(phrase, ".0123456789") {
		return c, false
	}
	c.Span = n.Span
	sort := s.sort(phrase)
	switch n.label {
	case beginAdjective:
		ok = sort == kindDemonym
	case beginPlace:
		ok = sort&(kindCountry|kindState|kindTown|kindDistrict|kindNature) != 0
		if !ok {
			c.Span, ok = s.core(text, n.Span)
			sort = kindTown
		}
	case beginOrg:
		if ok = sort == kindCountry; !ok {
			c.Span, sort, ok = s.within(text, n.Span)
		}
	}
	if !ok {
		return c, false
	}
	old := c.Text(text)
	c.name = s.another(sort, old)
	c.hidden = sort&(kindTown|kindDistrict|kindNature) != 0 && n.label == beginPlace && s.rng.Float64() < swapHidden
	return c, c.name != old
}

// core returns a place's name without the words at its ends that say what it is:
// of "Lake Mendota" the "Mendota".
func (s *swapper) core(text string, span geo.Span) (geo.Span, bool) {
	ws := wordsOf(text, span)
	for len(ws) > 0 && s.lex.of(hashLower(ws[0].Text(text)))&partWords != 0 {
		ws = ws[1:]
	}
	for len(ws) > 0 && s.lex.of(hashLower(ws[len(ws)-1].Text(text)))&partWords != 0 {
		ws = ws[:len(ws)-1]
	}
	if len(ws) == 0 || len(ws) > 3 {
		return geo.Span{}, false
	}
	core := geo.Span{Start: ws[0].Start, End: ws[len(ws)-1].End}
	for _, w := range ws {
		if !unicode.IsUpper(rune(text[w.Start])) || s.lex.of(hashLower(w.Text(text)))&(lexCommon|lexCommonish|lexFunction) != 0 {
			return geo.Span{}, false
		}
	}
	return core, core.Len() > 3
}

// within returns the place or people in an organisation's name.
func (s *swapper) within(text string, span geo.Span) (geo.Span, kinds, bool) {
	ws := wordsOf(text, span)
	if len(ws) < 2 {
		return geo.Span{}, 0, false
	}
	for _, w := range ws {
		word := w.Text(text)
		if w.Len() < 4 || !unicode.IsUpper(rune(word[0])) || strings.ToUpper(word) == word ||
			s.lex.of(hashLower(word))&(partWords|lexCommon|lexCommonish|lexMixed) != 0 {
			continue
		}
		if sort := s.sort(word); sort == kindDemonym || sort == kindCountry || sort == kindState ||
			sort == kindTown && s.gaz.Record(s.refs[0].Ref).Population > 100_000 {
			return w, sort, true
		}
	}
	return geo.Span{}, 0, false
}

// wordsOf returns the words of a span, split at spaces.
func wordsOf(text string, span geo.Span) (words []geo.Span) {
	start := span.Start
	for i := span.Start; i <= span.End; i++ {
		if i == span.End || text[i] == ' ' || text[i] == '\n' {
			if i > start {
				words = append(words, geo.Span{Start: start, End: i})
			}
			start = i + 1
		}
	}
	return words
}

// swap returns a sentence with other places in it; ok is false where none can be
// swapped.
func (s *swapper) swap(l *labelled) (out labelled, ok bool) {
	var changes []change
	for _, n := range l.names {
		if c, swapped := s.changeOf(l.text, n); swapped {
			changes = append(changes, c)
		}
	}
	if len(changes) == 0 {
		return out, false
	}
	out.corpus = l.corpus
	text, move := rewrite(l.text, changes)
	out.text = text
	for _, n := range l.names {
		out.names = append(out.names, labelledName{move(n.Span), n.label})
	}
	for _, c := range changes {
		if c.hidden {
			out.hidden = append(out.hidden, move(c.Span))
		}
	}
	return out, true
}

// rewrite makes the changes, which are in order and do not overlap, and returns
// how spans of the old text move.
func rewrite(text string, changes []change) (string, func(geo.Span) geo.Span) {
	var b strings.Builder
	at := 0
	for _, c := range changes {
		b.WriteString(text[at:c.Start])
		b.WriteString(c.name)
		at = c.End
	}
	b.WriteString(text[at:])
	move := func(offset int, end bool) int {
		by := 0
		for _, c := range changes {
			if c.End < offset || c.End == offset && (end || c.Len() > 0) {
				by += len(c.name) - c.Len()
			}
		}
		return offset + by
	}
	return b.String(), func(s geo.Span) geo.Span { return geo.Span{Start: move(s.Start, false), End: move(s.End, true)} }
}

// withSwapped adds to data the sentences whose places can be swapped, swapped.
func withSwapped(data []labelled, s *swapper) []labelled {
	if s == nil {
		return data
	}
	n := len(data)
	for i := range n {
		if swapped, ok := s.swap(&data[i]); ok {
			data = append(data, swapped)
		}
	}
	return data
}

// swapArticle returns a gold article with other places in it, the same for the
// same phrase.
func (s *swapper) swapArticle(a *goldArticle) goldArticle {
	known := map[string]change{}
	var changes []change
	last := 0
	for _, m := range a.mentions {
		if m.Start < last || m.Len() == 0 {
			continue
		}
		n := labelledName{m.Span, beginPlace}
		phrase := n.Text(a.text)
		if s.sort(phrase) == kindDemonym {
			n.label = beginAdjective
		}
		c, ok := known[phrase]
		if !ok {
			c, _ = s.changeOf(a.text, n)
			c.Start -= m.Start // kept as it lies in the phrase
			c.End -= m.Start
			known[phrase] = c
		}
		if c.name == "" {
			continue
		}
		c.Start += m.Start
		c.End += m.Start
		changes = append(changes, c)
		last = m.End
	}
	text, move := rewrite(a.text, changes)
	out := goldArticle{text: text, corpus: a.corpus, mentions: make([]goldMention, len(a.mentions))}
	for i, m := range a.mentions {
		m.Span = move(m.Span)
		out.mentions[i] = m
	}
	for _, c := range changes {
		if c.hidden {
			out.hidden = append(out.hidden, move(c.Span))
		}
	}
	return out
}

// hide takes away what is known of the gazetteer's names in the given spans.
func (x *extractor) hide(spans []geo.Span) {
	if len(x.cover) == 0 {
		return
	}
	for _, s := range spans {
		in := func(i int32) bool { return int(x.toks[i].start) < s.End && s.Start < int(x.toks[i].end) }
		for i := range x.toks {
			if in(int32(i)) {
				x.cover[i] = cover{}
			}
		}
		x.names = slices.DeleteFunc(x.names, func(n name) bool { return in(n.first) || in(n.last) })
	}
}
