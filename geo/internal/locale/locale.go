// Package locale locates a publisher by its name or address.
package locale

import (
	"math"
	"strings"
	"sync"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/geometry"
)

const (
	// maxLocalePlaces is the maximum number of places of a locale.
	maxLocalePlaces = 12
	// localeKM is the distance in kilometers over which nearness to a publisher
	// decays.
	localeKM = 120
	// maxLocales is the maximum size of the cache.
	maxLocales = 4096
)

// Locale is where the name or the address of a publisher locates it. It is a
// weak prior and never a candidate.
type Locale struct {
	// Country is the ISO 3166-1 alpha-2 code of the top-level domain, or of all places.
	Country string
	// Name is the normalized name of places that the publisher's name contains, or "".
	Name string
	// Given is set if a user gave the publisher's home.
	Given  bool
	places []place
}

// place is a place of a locale.
type place struct {
	ref    gazetteer.Ref
	at     geometry.Vector
	admin1 gazetteer.Ref
	weight float32
}

// Places returns the number of the locale's places.
func (l *Locale) Places() int { return len(l.places) }

// Near returns how near a point is to the publisher's places, from 0 to 1, and the weight
// of a first-level area among them.
func (l *Locale) Near(at geometry.Vector, area gazetteer.Ref) (nearness, admin1 float32) {
	for _, p := range l.places {
		if km := at.KM(p.at); km < 4*localeKM {
			x := km / localeKM
			nearness = max(nearness, p.weight/(1+x*x))
		}
		if p.admin1 != gazetteer.NoRef && p.admin1 == area {
			admin1 = max(admin1, p.weight)
		}
	}
	return nearness, admin1
}

// Nearest returns the place of the locale that is nearest to a point, among those within which Near is
// positive, and its distance in kilometers. ok is false if there is none.
func (l *Locale) Nearest(at geometry.Vector) (ref gazetteer.Ref, km float32, ok bool) {
	km = 4 * localeKM
	for _, p := range l.places {
		if d := at.KM(p.at); d < km {
			ref, km, ok = p.ref, d, true
		}
	}
	return ref, km, ok
}

// Of returns the locale of a publisher whose home is a place of the gazetteer.
func Of(g *gazetteer.Gazetteer, home gazetteer.Ref) *Locale {
	r := g.Record(home)
	p := place{ref: home, at: geometry.NewVector(r.Point[0], r.Point[1]), admin1: r.Admin1, weight: 1}
	if r.Kind == geo.KindAdmin1 {
		p.admin1 = home
	}
	return &Locale{Country: r.Country, Given: true, places: []place{p}}
}

// Cache finds and caches the locales of publishers. It is safe for concurrent use. A locale depends on the name
// only, so the order of requests does not matter.
type Cache struct {
	mu      sync.RWMutex
	locales map[string]*Locale
}

// Get returns the locale of a publisher, nil if it has none.
func (c *Cache) Get(g *gazetteer.Gazetteer, publisher string) *Locale {
	if publisher == "" || len(publisher) > 200 {
		return nil
	}
	c.mu.RLock()
	l, ok := c.locales[publisher]
	c.mu.RUnlock()
	if ok {
		return l
	}
	l = Find(g, publisher)
	c.mu.Lock()
	if c.locales == nil || len(c.locales) >= maxLocales {
		c.locales = map[string]*Locale{}
	}
	c.locales[publisher] = l
	c.mu.Unlock()
	return l
}

// domainCountries are the countries of top-level domains that are not the country's
// code, and "" for country codes that are used everywhere.
var domainCountries = map[string]string{
	"uk": "GB", "scot": "GB", "wales": "GB", "gov": "US", "mil": "US",
	"tv": "", "me": "", "io": "", "co": "", "fm": "", "ai": "", "ly": "", "am": "", "cc": "", "ws": "", "to": "", "eu": "", "la": "", "ag": "", "im": "", "gg": "",
}

// Find returns the locale of a publisher, nil if it has none. It parses a publisher's host name ("www.chicagotribune.com") or name ("The
// Chicago Tribune").
func Find(g *gazetteer.Gazetteer, publisher string) *Locale {
	l := &Locale{}
	s := strings.ToLower(publisher)
	if _, rest, ok := strings.Cut(s, "://"); ok {
		s = rest
	}
	s, _, _ = strings.Cut(s, "/")
	if strings.Contains(s, ".") && !strings.Contains(s, " ") {
		labels := strings.Split(strings.TrimPrefix(s, "www."), ".")
		domain := labels[len(labels)-1]
		code, known := domainCountries[domain]
		if !known && len(domain) == 2 {
			code = strings.ToUpper(domain)
		}
		l.Country = code
		l.addHost(g, labels)
	} else {
		l.addWords(g, strings.Fields(s))
	}
	if l.Country == "" && len(l.places) == 0 {
		return nil
	}
	return l
}

// addHost finds the longest name at the beginning or end of a label of the host:
// "chicago|tribune", "san|antonio|express", "times|of|malta".
func (l *Locale) addHost(g *gazetteer.Gazetteer, labels []string) {
	for _, label := range labels[:len(labels)-1] {
		site := strings.TrimPrefix(strings.ReplaceAll(label, "-", ""), "the")
		for n := min(len(site), 24); n >= 5; n-- {
			if l.addJoined(g, site[:n]) || l.addJoined(g, site[len(site)-n:]) {
				return
			}
		}
	}
}

// addJoined looks up s as one word and as two words written as one.
func (l *Locale) addJoined(g *gazetteer.Gazetteer, s string) bool {
	if l.add(g, s) {
		return true
	}
	for i := 3; i <= len(s)-3; i++ {
		if l.add(g, s[:i]+" "+s[i:]) {
			return true
		}
	}
	return false
}

// addWords finds the longest name among the words.
func (l *Locale) addWords(g *gazetteer.Gazetteer, words []string) {
	for size := min(3, len(words)); size > 0; size-- {
		for i := 0; i+size <= len(words); i++ {
			if name := strings.Join(words[i:i+size], " "); len(name) >= 4 && l.add(g, name) {
				return
			}
		}
	}
}

// add adds the settlements and areas with a name to the places, or sets the country if
// it is the name of one. It reports whether the locale has places or a country then.
func (l *Locale) add(g *gazetteer.Gazetteer, name string) bool {
	var total float32
	for _, n := range g.Lookup(nil, gazetteer.Normalize(nil, name)) {
		if n.Kind != gazetteer.NameOfficial && n.Kind != gazetteer.NameASCII {
			continue
		}
		r := g.Record(n.Ref)
		code := r.Country
		if r.Kind == geo.KindCountry && l.Country == "" {
			l.Country = code
			return true
		}
		large := r.Kind == geo.KindSettlement && r.Population >= 3000 || r.Kind == geo.KindAdmin1
		if !large || len(l.places) >= maxLocalePlaces || l.Country != "" && code != l.Country {
			continue
		}
		p := place{ref: n.Ref, at: geometry.NewVector(r.Point[0], r.Point[1]), admin1: r.Admin1, weight: float32(r.Population + 1000)}
		if r.Kind == geo.KindAdmin1 {
			p.admin1 = n.Ref
		}
		total += p.weight
		l.places = append(l.places, p)
	}
	for i := range l.places { // many newspapers are from a small homonym
		l.places[i].weight = sqrt(sqrt(l.places[i].weight / total))
	}
	if len(l.places) > 0 {
		l.Name = string(gazetteer.Normalize(nil, name))
	}
	return len(l.places) > 0
}

func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }
