package resolve

import (
	"dateline/geo"
	"dateline/geo/gazetteer"
)

// scan holds which countries and first-level areas the text and the title name,
// whether or not a mention was recognised there.
type scan struct {
	votes votes
}

func (s *scan) country(code uint16) float32 { return share(s.votes.country(code), s.votes.total) }

func (s *scan) admin1(ref gazetteer.Ref) float32 { return share(s.votes.admin1(ref), s.votes.total) }

func share(part, whole float32) float32 {
	if whole == 0 {
		return 0
	}
	return part / (whole + .5)
}

// scanText looks for names of countries and first-level areas that begin with a
// capital, outside the mentions.
func (w *work) scanText() {
	w.scan.votes.reset()
	next := 0
	for i := 0; i < len(w.tokens); {
		t := w.tokens[i]
		for next < len(w.mentions) && w.mentions[next].End <= t.Start {
			next++
		}
		if next < len(w.mentions) && w.mentions[next].Start < t.End {
			i++
			continue
		}
		first := w.text[t.Start]
		if t.Len() < 3 || first < 'A' || first > 'Z' && first < 0x80 {
			i++
			continue
		}
		i += max(1, w.scanAt(i))
	}
	w.scanTitle()
}

// scanAt counts the longest name that begins at token i and returns its number
// of tokens, 0 for none.
func (w *work) scanAt(i int) int {
	cursor, long, length := w.gaz.Start(), gazetteer.Cursor{}, 0
	for n := 0; n < 5 && i+n < len(w.tokens); n++ {
		w.norm = gazetteer.Normalize(w.norm[:0], w.tokens[i+n].Of(w.text))
		next, ok := cursor.Step(w.norm)
		if !ok {
			break
		}
		if cursor = next; cursor.IsName() {
			long, length = cursor, n+1
		}
	}
	if length > 0 {
		w.names = long.Names(w.names[:0])
		w.count(1)
	}
	return length
}

// scanTitle counts the names in the title, up to three words long.
func (w *work) scanTitle() {
	title := w.article.Title
	for i := 0; i < len(title); i++ {
		if title[i] < 'A' || title[i] > 'Z' || i > 0 && title[i-1] != ' ' && title[i-1] != '"' && title[i-1] != '(' {
			continue
		}
		for n := 3; n > 0; n-- {
			name := bare(firstWords(title[i:], n))
			if len(name) < 3 {
				continue
			}
			w.norm = gazetteer.Normalize(w.norm[:0], name)
			w.names = w.gaz.Lookup(w.names[:0], w.norm)
			if w.count(2) {
				i += len(name) - 1
				break
			}
		}
	}
}

// count adds the first country or first-level area of w.names to the scan.
func (w *work) count(weight float32) bool {
	for _, n := range w.names {
		if w.foreign(n) || n.Kind == gazetteer.NameCode {
			continue
		}
		r := w.gaz.Record(n.Ref)
		if r.Kind != geo.KindCountry && r.Kind != geo.KindAdmin1 {
			continue
		}
		c := candidate{country: countryCode(r.Country), admin1: noRef, admin2: noRef}
		if r.Kind == geo.KindAdmin1 {
			c.admin1 = n.Ref
		}
		w.scan.votes.add(&c, weight)
		w.scan.votes.total += weight
		return true
	}
	return false
}
