// Package history keeps the places of the articles of each publisher, as features for its other articles.
package history

import (
	"cmp"
	"slices"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/geometry"
	"dateline/geo/internal/refsum"
)

const (
	// maxProfilePlaces is the number of a publisher's places that count for
	// nearness.
	maxProfilePlaces = 24
	// minHistoryProbability is the minimum probability of resolutions in a history.
	minHistoryProbability = .6
)

// History contains the places of the articles of each publisher, as features for other
// articles of the same publisher; an article is never compared with itself. Add the
// articles, call Finalize, and use it concurrently then.
type History struct {
	gaz        *gazetteer.Gazetteer
	publishers map[string]*publisherArticles
}

// publisherArticles are the articles of one publisher.
type publisherArticles struct {
	articles []articlePlaces
	// places and areas are sums over the articles, each with a weight of one;
	// places contains only those with the largest weights.
	places []weightedPlace
	areas  refsum.Areas
}

type articlePlaces struct {
	hash   string
	places []weightedPlace
}

type weightedPlace struct {
	ref     gazetteer.Ref
	country uint16
	admin1  gazetteer.Ref
	at      geometry.Vector
	weight  float32
}

// New returns an empty history.
func New(g *gazetteer.Gazetteer) *History {
	return &History{gaz: g, publishers: map[string]*publisherArticles{}}
}

// Add adds the probable places of a parsed article. It ignores articles without a
// publisher.
func (h *History) Add(p *geo.Parsed) {
	if p.Article.Publisher == "" {
		return
	}
	var places []weightedPlace
	var total float32
	for i := range p.Resolutions {
		r := &p.Resolutions[i]
		if r.Place == nil || r.Probability < minHistoryProbability || r.Approximate() || p.Mentions[i].Role == geo.RoleBoilerplate || r.Place.Kind.Precision() == geo.PrecisionCountry {
			continue
		}
		ref, ok := h.gaz.ByID(r.Place.ID)
		if !ok {
			continue
		}
		k := slices.IndexFunc(places, func(q weightedPlace) bool { return q.ref == ref })
		if k < 0 {
			rec := h.gaz.Record(ref)
			admin1 := rec.Admin1
			if rec.Kind == geo.KindAdmin1 {
				admin1 = ref
			}
			k = len(places)
			places = append(places, weightedPlace{ref: ref, country: refsum.CountryCode(rec.Country), admin1: admin1, at: geometry.NewVector(rec.Point[0], rec.Point[1])})
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
	a := h.publishers[p.Article.Publisher]
	if a == nil {
		a = &publisherArticles{}
		h.publishers[p.Article.Publisher] = a
	}
	a.articles = append(a.articles, articlePlaces{p.Article.Hash, places})
}

// Finalize sums the articles of each publisher. The result does not depend on the
// order in which they were added.
func (h *History) Finalize() {
	for _, a := range h.publishers {
		a.finalize()
	}
}

func (a *publisherArticles) finalize() {
	slices.SortStableFunc(a.articles, func(x, y articlePlaces) int { return cmp.Compare(x.hash, y.hash) })
	a.articles = slices.CompactFunc(a.articles, func(x, y articlePlaces) bool { return x.hash == y.hash })
	a.areas.Reset()
	a.places = a.places[:0]
	index := map[gazetteer.Ref]int{}
	for _, article := range a.articles {
		for _, q := range article.places {
			a.areas.Add(q.country, q.admin1, gazetteer.NoRef, q.weight)
			if i, ok := index[q.ref]; ok {
				a.places[i].weight += q.weight
				continue
			}
			index[q.ref] = len(a.places)
			a.places = append(a.places, q)
		}
	}
	slices.SortFunc(a.places, func(x, y weightedPlace) int {
		return cmp.Or(cmp.Compare(y.weight, x.weight), cmp.Compare(x.ref, y.ref))
	})
	a.places = a.places[:min(len(a.places), maxProfilePlaces)]
}

// HasOthers reports whether there are other articles of an article's publisher.
func (h *History) HasOthers(article *geo.Article) bool {
	a := h.publishers[article.Publisher]
	return a != nil && (len(a.articles) > 1 || a.articles[0].hash != article.Hash)
}

// Profile is the places of a publisher's articles without those of one
// article.
type Profile struct {
	all    *publisherArticles
	own    []weightedPlace // of the article that is left out
	others float32         // number of other articles
	focus  float32         // how concentrated the other articles are around one place, from 0 to 1
}

// Profile returns the profile of the other articles of an article's publisher, nil if
// it has no others.
func (h *History) Profile(article *geo.Article) *Profile {
	if !h.HasOthers(article) {
		return nil
	}
	all := h.publishers[article.Publisher]
	p := &Profile{all: all, others: float32(len(all.articles))}
	i, found := slices.BinarySearchFunc(all.articles, article.Hash, func(x articlePlaces, hash string) int { return cmp.Compare(x.hash, hash) })
	if found {
		p.own = all.articles[i].places
		p.others--
	}
	for _, q := range all.places {
		if _, _, near := p.Shares(q.country, q.admin1, q.at); near > p.focus {
			p.focus = near
		}
	}
	return p
}

// Shares returns the fractions of the publisher's other articles that are in a place's
// country, in its first-level area, and near it. The denominator is one more than the
// number of articles, so that few articles count less than many.
func (p *Profile) Shares(country uint16, admin1 gazetteer.Ref, at geometry.Vector) (inCountry, inAdmin1, near float32) {
	inCountry, inAdmin1 = p.all.areas.Country(country), p.all.areas.Area(admin1)
	for i := range p.all.places {
		if q := &p.all.places[i]; at.Chord2(q.at) < chordNear {
			near += q.weight
		}
	}
	for i := range p.own {
		q := &p.own[i]
		if country != 0 && q.country == country {
			inCountry -= q.weight
		}
		if admin1 != gazetteer.NoRef && q.admin1 == admin1 {
			inAdmin1 -= q.weight
		}
		if at.Chord2(q.at) < chordNear {
			near -= q.weight
		}
	}
	n := p.others + 1
	return max(0, inCountry) / n, max(0, inAdmin1) / n, max(0, near) / n
}

// Focus returns how concentrated the other articles are around one place, from 0 to 1.
func (p *Profile) Focus() float32 { return p.focus }

// chordNear is the squared chord of 80 km, within which a place is near.
var chordNear = geometry.Chord2Of(80)
