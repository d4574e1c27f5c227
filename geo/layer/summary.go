package layer

import (
	"cmp"
	"slices"

	"dateline/geo"
)

// summary collects the rows of places from those of mentions.
type summary struct {
	rows map[geo.PlaceID]*placeSum
}

// placeSum is the row of a place with what is needed to collect it.
type placeSum struct {
	PlaceRow
	lastArticle string
	phrases     map[string]int
}

func (s *summary) add(m *MentionRow) {
	if m.Place == nil || m.Outcome != geo.OutcomePlaced && m.Outcome != geo.OutcomeCountry {
		return
	}
	p := s.rows[m.Place.ID]
	if p == nil {
		p = &placeSum{PlaceRow: PlaceRow{Place: *m.Place}, phrases: map[string]int{}}
		s.rows[m.Place.ID] = p
	}
	if p.Mentions == 0 || p.lastArticle != m.Article {
		p.lastArticle = m.Article
		p.Articles++
		p.FirstPublished, p.LastPublished = addDay(p.FirstPublished, p.LastPublished, m.Published)
	}
	p.Mentions++
	switch m.Confidence {
	case geo.ConfidenceCertain:
		p.Certain++
	case geo.ConfidenceLikely:
		p.Likely++
	case geo.ConfidenceAmbiguous: // is not counted
	}
	p.Confidence = higher(p.Confidence, m.Confidence)
	p.phrases[m.Phrase]++
	p.Focus = max(p.Focus, m.Focus)
	p.Coarsened = p.Coarsened || m.Coarsened
}

func (s *summary) sorted() []*PlaceRow {
	out := make([]*PlaceRow, 0, len(s.rows))
	for _, p := range s.rows {
		p.Phrases = keysByCount(p.phrases)
		out = append(out, &p.PlaceRow)
	}
	slices.SortFunc(out, func(a, b *PlaceRow) int {
		return cmp.Or(cmp.Compare(b.Mentions, a.Mentions), cmp.Compare(a.Place.Name, b.Place.Name), cmp.Compare(a.Place.ID, b.Place.ID))
	})
	return out
}

// addDay returns the first and last days with the day of a date, which may have a time,
// added.
func addDay(first, last, date string) (string, string) {
	day := date[:min(len(date), len("2006-01-02"))]
	if day == "" {
		return first, last
	}
	if first == "" || day < first {
		first = day
	}
	return first, max(last, day)
}

// higher returns the higher of two confidences.
func higher(a, b geo.Confidence) geo.Confidence {
	if a == geo.ConfidenceCertain || b == "" || a == geo.ConfidenceLikely && b != geo.ConfidenceCertain {
		return a
	}
	return b
}
