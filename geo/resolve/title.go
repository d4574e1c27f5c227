package resolve

import (
	"dateline/geo"
	"dateline/geo/gazetteer"
)

// titleNames holds which countries and first-level areas the title names. (That the
// same over the text adds nothing to its mentions was measured.)
type titleNames struct {
	votes votes
}

func (s *titleNames) country(code uint16) float32 { return share(s.votes.country(code), s.votes.total) }

func (s *titleNames) admin1(ref gazetteer.Ref) float32 {
	return share(s.votes.admin1(ref), s.votes.total)
}

func share(part, whole float32) float32 {
	if whole == 0 {
		return 0
	}
	return part / (whole + .5)
}

// scanTitle counts the names in the title, up to three words long.
func (w *work) scanTitle() {
	w.title.votes.reset()
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
			if w.count() {
				i += len(name) - 1
				break
			}
		}
	}
}

// count adds the first country or first-level area of w.names to the title's names.
func (w *work) count() bool {
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
		w.title.votes.add(&c, 1)
		w.title.votes.total++
		return true
	}
	return false
}
