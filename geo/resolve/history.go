package resolve

import (
	"cmp"
	"slices"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

const (
	// maxPast is how many of a publisher's places count for nearness.
	maxPast = 24
	// pastFrom is the least probability of a resolution that is remembered.
	pastFrom = .6
)

// History remembers where the articles of each publisher played, for articles of
// the same publisher. It is filled from a whole collection first and asked
// afterwards; what it answers does not depend on the order of filling, and an
// article never sees what came from itself. Filling is not safe for concurrent
// use, asking is.
type History struct {
	gaz        *gazetteer.Gazetteer
	publishers map[string]map[string][]pastPlace // by publisher, by article
}

// NewHistory returns an empty history over the places of a gazetteer.
func NewHistory(g *gazetteer.Gazetteer) *History {
	return &History{gaz: g, publishers: map[string]map[string][]pastPlace{}}
}

type pastPlace struct {
	ref     gazetteer.Ref
	country uint16
	admin1  gazetteer.Ref
	at      vector
	weight  float32
}

// Add remembers the likely and certain places of a parsed article, which needs a
// publisher and a hash.
func (h *History) Add(p *geo.Parsed) {
	if p.Article.Publisher == "" {
		return
	}
	var places []pastPlace
	for i := range p.Resolutions {
		r := &p.Resolutions[i]
		if r.Place == nil || r.Probability < pastFrom || r.Approximate() || p.Mentions[i].Role == geo.RoleBoilerplate || classOf(r.Place.Kind) == classCountry || classOf(r.Place.Kind) == classRegion {
			continue
		}
		ref, ok := h.gaz.ByID(r.Place.ID)
		if !ok {
			continue
		}
		k := slices.IndexFunc(places, func(q pastPlace) bool { return q.ref == ref })
		if k < 0 {
			rec := h.gaz.Record(ref)
			admin1 := rec.Admin1
			if rec.Kind == geo.KindAdmin1 {
				admin1 = ref
			}
			k = len(places)
			places = append(places, pastPlace{ref: ref, country: countryCode(rec.Country), admin1: admin1, at: vectorOf(rec.Point[0], rec.Point[1])})
		}
		places[k].weight += float32(r.Probability)
	}
	var total float32
	for _, q := range places {
		total += q.weight
	}
	for i := range places { // each article has one vote
		places[i].weight /= total
	}
	if len(places) == 0 {
		return
	}
	articles := h.publishers[p.Article.Publisher]
	if articles == nil {
		articles = map[string][]pastPlace{}
		h.publishers[p.Article.Publisher] = articles
	}
	articles[p.Article.Hash] = places
}

// past is what a publisher's other articles say.
type past struct {
	places []pastPlace // the weightiest, their weights summing to at most 1
	votes  votes
}

// of gathers what is known of an article's publisher without the article itself,
// or nil when that is nothing.
func (h *History) of(a *geo.Article) *past {
	articles := h.publishers[a.Publisher]
	hashes := make([]string, 0, len(articles))
	for hash := range articles {
		if hash != a.Hash {
			hashes = append(hashes, hash)
		}
	}
	if len(hashes) == 0 {
		return nil
	}
	slices.Sort(hashes)
	p := &past{}
	p.votes.reset()
	index := map[gazetteer.Ref]int{}
	for _, hash := range hashes {
		for _, q := range articles[hash] {
			q.weight /= float32(len(hashes)) + 1
			c := candidate{country: q.country, admin1: q.admin1, admin2: noRef}
			p.votes.add(&c, q.weight)
			if i, ok := index[q.ref]; ok {
				p.places[i].weight += q.weight
				continue
			}
			index[q.ref] = len(p.places)
			p.places = append(p.places, q)
		}
	}
	slices.SortFunc(p.places, func(a, b pastPlace) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.ref, b.ref))
	})
	p.places = p.places[:min(len(p.places), maxPast)]
	return p
}

// shares is how much of the publisher's other articles plays in the candidate's
// country, first-level area, and near it.
func (p *past) shares(c *candidate) (country, admin1, near float32) {
	if c.class == classCountry || c.class == classRegion {
		return 0, 0, 0
	}
	for _, q := range p.places {
		if c.at.chord2(q.at) < chord80 {
			near += q.weight
		}
	}
	return p.votes.country(c.country), p.votes.admin1(c.admin1), near
}
