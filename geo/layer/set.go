package layer

import (
	"cmp"
	"slices"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/geocode/credits"

	"github.com/paulmach/orb"
)

// Set is the input of a layer: parsed articles and their provenance. Its methods
// are safe for concurrent use while it is not modified.
type Set struct {
	// Title is the title of the collection, or "".
	Title string
	// Selection and Edition are those of [Header].
	Selection, Edition string
	// Parsed are the articles in the order in which mentions are written.
	Parsed []*geo.Parsed
	// Attribution lists the data sources of the gazetteer; see Sources.
	Attribution []gazetteer.SourceInfo
	Versions    geo.Versions
	// Outline returns the simplified outline of an area or country, or nil if it
	// has no outline. If Outline is nil, areas have no geometry.
	Outline func(geo.PlaceID) orb.MultiPolygon
}

// MentionRef identifies a mention of a set.
type MentionRef struct {
	Article int // index in Set.Parsed
	Mention int // index in its Mentions and Resolutions
}

// PlaceSummary is a place of a set with its mentions.
type PlaceSummary struct {
	Place geo.Place
	// Mentions are the mentions resolved to the place, in the order of the set.
	Mentions []MentionRef
	// Articles is the number of articles with such a mention.
	Articles int
	// Certain and Likely are the numbers of mentions of that confidence, Confidence
	// is the highest among them.
	Certain, Likely int
	Confidence      geo.Confidence
	// Phrases are the distinct phrases, the most frequent first.
	Phrases []string
	// FirstPublished and LastPublished are the first and last days on which its
	// articles were published, or "" if no article has a date.
	FirstPublished, LastPublished string
	// Focus is the highest focus weight among the articles, 0 to 1.
	Focus float64
}

// Sources returns the data sources of the set's places: those of the gazetteer and
// the online geocoders that places are from.
func (s *Set) Sources() []gazetteer.SourceInfo {
	return append(slices.Clip(s.Attribution), credits.Of(s.Parsed)...)
}

// Ledger returns the number of the set's mentions by outcome.
func (s *Set) Ledger() geo.Ledger {
	var sum geo.Ledger
	for _, p := range s.Parsed {
		sum.Merge(p.Ledger)
	}
	return sum
}

// Places returns the places that mentions were resolved to, countries and regions
// included, in descending order of mentions, then by name and id.
func (s *Set) Places() []PlaceSummary {
	var (
		out     []PlaceSummary
		index   = map[geo.PlaceID]int{}
		phrases []map[string]int // mentions of out[i] by phrase
	)
	for a, p := range s.Parsed {
		for m := range p.Mentions {
			r := &p.Resolutions[m]
			if !inPlacesLayer(r) {
				continue
			}
			i, seen := index[r.Place.ID]
			if !seen {
				i = len(out)
				index[r.Place.ID] = i
				out = append(out, PlaceSummary{Place: *r.Place})
				phrases = append(phrases, map[string]int{})
			}
			sum := &out[i]
			if n := len(sum.Mentions); n == 0 || sum.Mentions[n-1].Article != a {
				sum.Articles++
				sum.FirstPublished, sum.LastPublished = addDay(sum.FirstPublished, sum.LastPublished, p.Article.Published)
			}
			sum.Mentions = append(sum.Mentions, MentionRef{Article: a, Mention: m})
			sum.addConfidence(r.Confidence)
			phrases[i][p.Mentions[m].Phrase]++
		}
	}
	for _, p := range s.Parsed {
		for _, f := range p.Focus {
			if i, ok := index[f.Place.ID]; ok {
				out[i].Focus = max(out[i].Focus, f.Weight)
			}
		}
	}
	for i := range out {
		out[i].Phrases = keysByCount(phrases[i])
	}
	slices.SortFunc(out, func(a, b PlaceSummary) int {
		return cmp.Or(cmp.Compare(len(b.Mentions), len(a.Mentions)), cmp.Compare(a.Place.Name, b.Place.Name), cmp.Compare(a.Place.ID, b.Place.ID))
	})
	return out
}

// inPlacesLayer reports whether the place of a resolution is in the places layer.
func inPlacesLayer(r *geo.Resolution) bool {
	return r.Place != nil && (r.Outcome == geo.OutcomePlaced || r.Outcome == geo.OutcomeCountry)
}

// addConfidence adds the confidence of a mention.
func (p *PlaceSummary) addConfidence(c geo.Confidence) {
	switch c {
	case geo.ConfidenceCertain:
		p.Certain++
	case geo.ConfidenceLikely:
		p.Likely++
	case geo.ConfidenceAmbiguous: // is not counted
	}
	p.Confidence = higher(p.Confidence, c)
}

// keysByCount returns the keys of n by descending count, then in byte order.
func keysByCount(n map[string]int) []string {
	keys := make([]string, 0, len(n))
	for k := range n {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int { return cmp.Or(cmp.Compare(n[b], n[a]), cmp.Compare(a, b)) })
	return keys
}

// history reports whether any article was resolved with the history of its publisher.
func (s *Set) history() bool {
	return slices.ContainsFunc(s.Parsed, func(p *geo.Parsed) bool { return p.History })
}
