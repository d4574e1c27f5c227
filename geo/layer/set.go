package layer

import (
	"cmp"
	"slices"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/geocode/credits"

	"github.com/paulmach/orb"
)

// Set is what a layer is made from: parsed articles and what a reader must know
// about them. It must not change while it is used; then its methods are safe for
// concurrent use.
type Set struct {
	// Title names the collection, or is empty.
	Title string
	// Parsed are the articles, in the order in which mentions are written.
	Parsed []*geo.Parsed
	// Attribution lists the sources that the gazetteer was made from; see Sources.
	Attribution []gazetteer.SourceInfo
	Versions    geo.Versions
	// Outline returns the simplified outline of an area or country, or nil
	// where there is none. Without it no area is drawn.
	Outline func(geo.PlaceID) orb.MultiPolygon
}

// MentionRef points to one mention of a set.
type MentionRef struct {
	Article int // index in Set.Parsed
	Mention int // index in its Mentions and Resolutions
}

// PlaceSummary is a place of a set with everything that was said about it.
type PlaceSummary struct {
	Place geo.Place
	// Mentions are those resolved to the place, in the order of the set.
	Mentions []MentionRef
	// Articles is the number of articles with such a mention.
	Articles int
	// Certain and Likely count the mentions by confidence; Confidence is the
	// best word among them.
	Certain, Likely int
	Confidence      geo.Confidence
	// Phrases are the distinct phrases, the most frequent first.
	Phrases []string
	// FirstPublished and LastPublished are the earliest and latest days on which
	// its articles appeared, or empty when no article says.
	FirstPublished, LastPublished string
	// Focus is the highest focus weight among the articles, 0 to 1.
	Focus float64
}

// Sources lists where the places of the set come from: the gazetteer's sources, and
// the online geocoders that gave any.
func (s *Set) Sources() []gazetteer.SourceInfo {
	return append(slices.Clip(s.Attribution), credits.Of(s.Parsed)...)
}

// Ledger counts the set's mentions by outcome.
func (s *Set) Ledger() geo.Ledger {
	var sum geo.Ledger
	for _, p := range s.Parsed {
		sum.Merge(p.Ledger)
	}
	return sum
}

// Places gathers the mentions that were placed, or resolved to a country or
// region, by place: the most mentioned place first, then by name and id.
func (s *Set) Places() []PlaceSummary {
	var (
		out   []PlaceSummary
		index = map[geo.PlaceID]int{}
		said  []map[string]int // how often each phrase stands for out[i]
	)
	for a, p := range s.Parsed {
		for m := range p.Mentions {
			r := &p.Resolutions[m]
			if !drawn(r) {
				continue
			}
			i, seen := index[r.Place.ID]
			if !seen {
				i = len(out)
				index[r.Place.ID] = i
				out = append(out, PlaceSummary{Place: *r.Place})
				said = append(said, map[string]int{})
			}
			sum := &out[i]
			if n := len(sum.Mentions); n == 0 || sum.Mentions[n-1].Article != a {
				sum.Articles++
				sum.published(p.Article.Published)
			}
			sum.Mentions = append(sum.Mentions, MentionRef{Article: a, Mention: m})
			sum.confidence(r.Confidence)
			said[i][p.Mentions[m].Phrase]++
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
		out[i].Phrases = byCount(said[i])
	}
	slices.SortFunc(out, func(a, b PlaceSummary) int {
		return cmp.Or(cmp.Compare(len(b.Mentions), len(a.Mentions)), cmp.Compare(a.Place.Name, b.Place.Name), cmp.Compare(a.Place.ID, b.Place.ID))
	})
	return out
}

// drawn reports whether a resolution stands in the places layer.
func drawn(r *geo.Resolution) bool {
	return r.Place != nil && (r.Outcome == geo.OutcomePlaced || r.Outcome == geo.OutcomeCountry)
}

func (p *PlaceSummary) published(when string) {
	day := when
	if len(day) > len("2006-01-02") {
		day = day[:len("2006-01-02")]
	}
	if day == "" {
		return
	}
	if p.FirstPublished == "" || day < p.FirstPublished {
		p.FirstPublished = day
	}
	if day > p.LastPublished {
		p.LastPublished = day
	}
}

func (p *PlaceSummary) confidence(c geo.Confidence) {
	switch c {
	case geo.ConfidenceCertain:
		p.Certain++
		p.Confidence = c
	case geo.ConfidenceLikely:
		p.Likely++
	}
	if p.Confidence != geo.ConfidenceCertain {
		p.Confidence = c
	}
}

// byCount returns the keys of n, the highest count first, then in byte order.
func byCount(n map[string]int) []string {
	keys := make([]string, 0, len(n))
	for k := range n {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int { return cmp.Or(cmp.Compare(n[b], n[a]), cmp.Compare(a, b)) })
	return keys
}
