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

// history remembers where the articles of each publisher play, for articles of
// the same publisher. It is filled first and asked afterwards; an article never
// sees what came from itself.
type history struct {
	gaz        *gazetteer.Gazetteer
	publishers map[string]*publisherPast
}

// publisherPast is what is remembered of one publisher.
type publisherPast struct {
	articles []pastArticle
	// all sums the articles' places, each article weighing one.
	all past
}

type pastArticle struct {
	hash   string
	places []pastPlace
}

type pastPlace struct {
	ref     gazetteer.Ref
	country uint16
	admin1  gazetteer.Ref
	at      vector
	weight  float32
}

// newHistory returns an empty history over the places of a gazetteer.
func newHistory(g *gazetteer.Gazetteer) *history {
	return &history{gaz: g, publishers: map[string]*publisherPast{}}
}

// add remembers the likely and certain places of a parsed article, which needs a
// publisher and a hash.
func (h *history) add(p *geo.Parsed) {
	if p.Article.Publisher == "" {
		return
	}
	var places []pastPlace
	var total float32
	for i := range p.Resolutions {
		r := &p.Resolutions[i]
		if r.Place == nil || r.Probability < pastFrom || r.Approximate() || p.Mentions[i].Role == geo.RoleBoilerplate || r.Place.Kind.Precision() == geo.PrecisionCountry {
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
		total += float32(r.Probability)
	}
	if len(places) == 0 {
		return
	}
	for i := range places {
		places[i].weight /= total
	}
	past := h.publishers[p.Article.Publisher]
	if past == nil {
		past = &publisherPast{}
		h.publishers[p.Article.Publisher] = past
	}
	past.articles = append(past.articles, pastArticle{p.Article.Hash, places})
}

// settle sums what was added, in an order that does not depend on that of adding.
func (h *history) settle() {
	for _, past := range h.publishers {
		slices.SortStableFunc(past.articles, func(a, b pastArticle) int { return cmp.Compare(a.hash, b.hash) })
		past.articles = slices.CompactFunc(past.articles, func(a, b pastArticle) bool { return a.hash == b.hash })
		past.all.votes.reset()
		past.all.places = past.all.places[:0]
		index := map[gazetteer.Ref]int{}
		for _, article := range past.articles {
			for _, q := range article.places {
				past.all.votes.add(&candidate{country: q.country, admin1: q.admin1, admin2: noRef}, q.weight)
				if i, ok := index[q.ref]; ok {
					past.all.places[i].weight += q.weight
					continue
				}
				index[q.ref] = len(past.all.places)
				past.all.places = append(past.all.places, q)
			}
		}
		slices.SortFunc(past.all.places, func(a, b pastPlace) int {
			return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.ref, b.ref))
		})
		past.all.places = past.all.places[:min(len(past.all.places), maxPast)]
	}
}

// knows reports whether there are other articles of an article's publisher.
func (h *history) knows(a *geo.Article) bool {
	past := h.publishers[a.Publisher]
	return past != nil && (len(past.articles) > 1 || past.articles[0].hash != a.Hash)
}

// past is what a publisher's articles say, all of them or, where own is set, all
// but one.
type past struct {
	places []pastPlace // the weightiest
	votes  votes
	own    []pastPlace
	others float32 // the number of articles it stands for
	home   float32 // how much they keep to one place, 0 to 1
}

// of is what the other articles of an article's publisher say, or nil where
// there are none.
func (h *history) of(a *geo.Article) *past {
	if !h.knows(a) {
		return nil
	}
	all := h.publishers[a.Publisher]
	p := &past{places: all.all.places, votes: all.all.votes, others: float32(len(all.articles))}
	i, found := slices.BinarySearchFunc(all.articles, a.Hash, func(x pastArticle, hash string) int { return cmp.Compare(x.hash, hash) })
	if found {
		p.own = all.articles[i].places
		p.others--
	}
	for _, q := range p.places {
		if _, _, near := p.shares(&candidate{country: q.country, admin1: q.admin1, at: q.at}); near > p.home {
			p.home = near
		}
	}
	return p
}

// shares is how much of the publisher's other articles plays in the candidate's
// country, in its first-level area, and near it. A few articles say less than
// many.
func (p *past) shares(c *candidate) (country, admin1, near float32) {
	if c.class == classCountry || c.class == classRegion {
		return 0, 0, 0
	}
	country, admin1 = p.votes.country(c.country), p.votes.admin1(c.admin1)
	for _, q := range p.places {
		if c.at.chord2(q.at) < chord80 {
			near += q.weight
		}
	}
	for _, q := range p.own {
		if c.country != 0 && q.country == c.country {
			country -= q.weight
		}
		if c.admin1 != noRef && q.admin1 == c.admin1 {
			admin1 -= q.weight
		}
		if c.at.chord2(q.at) < chord80 {
			near -= q.weight
		}
	}
	n := p.others + 1
	return max(0, country) / n, max(0, admin1) / n, max(0, near) / n
}
