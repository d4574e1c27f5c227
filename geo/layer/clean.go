package layer

import (
	"iter"
	"maps"
	"slices"

	"dateline/geo"
	"dateline/geo/text"
)

// Clean returns the export with clean text (see [text.Clean]): no file of it contains a character that HTML or XML
// forbids, whatever the articles, the gazetteer and the editor wrote. The exports of a [Set] and of [StreamRows] are
// clean.
func (e *Export) Clean() *Export {
	if e.clean {
		return e
	}
	out := *e
	out.clean = true
	out.Header = e.Header.clean()
	out.Places = each(e.Places, (*PlaceRow).clean)
	out.Mentions = each(e.Mentions, (*MentionRow).clean)
	return &out
}

// each yields what change makes of rows.
func each[R any](rows iter.Seq2[R, error], change func(R) R) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		for r, err := range rows {
			if err == nil {
				r = change(r)
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

func (h *Header) clean() Header {
	out := *h
	clean(&out.Title, &out.Selection, &out.Edition, &out.Created, &out.Versions.Gazetteer, &out.Versions.Recognizer, &out.Versions.Resolver)
	out.Sources = nil
	for _, s := range h.Sources {
		clean(&s.Name, &s.Version, &s.Attribution, &s.License, &s.URL)
		out.Sources = append(out.Sources, s)
	}
	return out
}

// clean returns a row with clean text: p itself if its text is.
func (p *PlaceRow) clean() *PlaceRow {
	out := *p
	changed := cleanPlace(&out.Place)
	out.Phrases = slices.Clone(p.Phrases)
	for i := range out.Phrases {
		changed = clean(&out.Phrases[i]) || changed
	}
	if clean(&out.FirstPublished, &out.LastPublished) || changed {
		return &out
	}
	return p
}

// clean returns a row with clean text: m itself if its text is.
func (m *MentionRow) clean() *MentionRow {
	out := *m
	changed := clean(&out.ID, &out.Phrase, &out.Base, &out.Wide, &out.Article, &out.Title, &out.Publisher, &out.Published, &out.URL, &out.Before, &out.After,
		&out.Passage, &out.TextSHA256, &out.Language, &out.Why, &out.Also, &out.WhenFirst, &out.WhenLast, &out.WhenWords)
	if m.Place != nil {
		if place := *m.Place; cleanPlace(&place) {
			out.Place, changed = &place, true
		}
	}
	if m.Relation != nil {
		if r := *m.Relation; clean(&r.Words) {
			out.Relation, changed = &r, true
		}
	}
	if changed {
		return &out
	}
	return m
}

func cleanPlace(p *geo.Place) (changed bool) {
	changed = clean((*string)(&p.ID), &p.Name, &p.Feature, &p.Country, &p.CountryName, &p.Admin1, &p.Admin2, (*string)(&p.Admin1ID), (*string)(&p.Admin2ID))
	for scheme, code := range p.Codes {
		if clean(&code) {
			p.Codes, changed = maps.Clone(p.Codes), true
			p.Codes[scheme] = code
		}
	}
	return changed
}

// clean cleans texts and reports whether it changed any.
func clean(all ...*string) (changed bool) {
	for _, s := range all {
		if cleaned := text.Clean(*s); cleaned != *s {
			*s, changed = cleaned, true
		}
	}
	return changed
}
