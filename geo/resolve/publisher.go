package resolve

import (
	"strings"
	"sync"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

const (
	maxHomes = 12
	// homeKM is the distance over which a publisher's nearness fades.
	homeKM = 120
	// maxPublishers bounds the cache of publishers.
	maxPublishers = 4096
)

// home is what the name or address of a publisher says about where it is: a weak
// prior, never a place of its own.
type home struct {
	country uint16 // of its top-level domain, or of all its places
	places  []homePlace
}

type homePlace struct {
	at     vector
	admin1 gazetteer.Ref
	weight float32
}

// near is how near a candidate lies to the publisher's places, 1 to 0, and how
// far they share its first-level area.
func (h *home) near(c *candidate) (nearness, admin1 float32) {
	for _, p := range h.places {
		if km := c.at.km(p.at); km < 4*homeKM {
			x := km / homeKM
			nearness = max(nearness, p.weight/(1+x*x))
		}
		if p.admin1 != noRef && p.admin1 == c.admin1 {
			admin1 = max(admin1, p.weight)
		}
	}
	return nearness, admin1
}

// publishers finds and keeps the homes of publishers. What it answers depends
// only on the name, so the order of questions does not matter.
type publishers struct {
	mu    sync.RWMutex
	homes map[string]*home
}

func (p *publishers) of(g *gazetteer.Gazetteer, name string) *home {
	if name == "" || len(name) > 200 {
		return nil
	}
	p.mu.RLock()
	h, ok := p.homes[name]
	p.mu.RUnlock()
	if ok {
		return h
	}
	h = findHome(g, name)
	p.mu.Lock()
	if p.homes == nil || len(p.homes) >= maxPublishers {
		p.homes = map[string]*home{}
	}
	p.homes[name] = h
	p.mu.Unlock()
	return h
}

// countryDomains are top-level domains that say where a publisher is although
// they are not the country's code, and those that say nothing although they are.
var countryDomains = map[string]string{
	"uk": "GB", "scot": "GB", "wales": "GB", "gov": "US", "mil": "US",
	"tv": "", "me": "", "io": "", "co": "", "fm": "", "ai": "", "ly": "", "am": "", "cc": "", "ws": "", "to": "", "eu": "", "la": "", "ag": "", "im": "", "gg": "",
}

// findHome reads a host name ("www.chicagotribune.com") or a name in words ("The
// Chicago Tribune").
func findHome(g *gazetteer.Gazetteer, publisher string) *home {
	h := &home{}
	s := strings.ToLower(publisher)
	if _, rest, ok := strings.Cut(s, "://"); ok {
		s = rest
	}
	s, _, _ = strings.Cut(s, "/")
	if strings.Contains(s, ".") && !strings.Contains(s, " ") {
		labels := strings.Split(strings.TrimPrefix(s, "www."), ".")
		domain := labels[len(labels)-1]
		code, known := countryDomains[domain]
		if !known && len(domain) == 2 {
			code = strings.ToUpper(domain)
		}
		h.country = countryCode(code)
		h.addHost(g, labels)
	} else {
		h.addWords(g, strings.Fields(s))
	}
	if h.country == 0 && len(h.places) == 0 {
		return nil
	}
	return h
}

// addHost looks for the longest place at the beginning or end of a label of the
// site's name: "chicago|tribune", "san|antonio|express", "times|of|malta".
func (h *home) addHost(g *gazetteer.Gazetteer, labels []string) {
	for _, l := range labels[:len(labels)-1] {
		site := strings.TrimPrefix(strings.ReplaceAll(l, "-", ""), "the")
		for n := min(len(site), 24); n >= 5; n-- {
			if h.addJoined(g, site[:n]) || h.addJoined(g, site[len(site)-n:]) {
				return
			}
		}
	}
}

// addJoined tries a name of one word, or of two that are written as one.
func (h *home) addJoined(g *gazetteer.Gazetteer, s string) bool {
	if h.add(g, s) {
		return true
	}
	for i := 3; i <= len(s)-3; i++ {
		if h.add(g, s[:i]+" "+s[i:]) {
			return true
		}
	}
	return false
}

// addWords looks for the longest place among the words.
func (h *home) addWords(g *gazetteer.Gazetteer, words []string) {
	for size := min(3, len(words)); size > 0; size-- {
		for i := 0; i+size <= len(words); i++ {
			if name := strings.Join(words[i:i+size], " "); len(name) >= 4 && h.add(g, name) {
				return
			}
		}
	}
}

// add takes the settlements and areas of a name as homes, or the country that it
// names.
func (h *home) add(g *gazetteer.Gazetteer, name string) bool {
	var total float32
	for _, n := range g.Lookup(nil, gazetteer.Normalize(nil, name)) {
		if n.Kind != gazetteer.NameOfficial && n.Kind != gazetteer.NameASCII {
			continue
		}
		r := g.Record(n.Ref)
		code := countryCode(r.Country)
		if r.Kind == geo.KindCountry && h.country == 0 {
			h.country = code
			return true
		}
		known := r.Kind == geo.KindSettlement && r.Population >= 3000 || r.Kind == geo.KindAdmin1
		if !known || len(h.places) >= maxHomes || h.country != 0 && code != h.country {
			continue
		}
		p := homePlace{at: vectorOf(r.Point[0], r.Point[1]), admin1: r.Admin1, weight: float32(r.Population + 1000)}
		if r.Kind == geo.KindAdmin1 {
			p.admin1 = n.Ref
		}
		total += p.weight
		h.places = append(h.places, p)
	}
	for i := range h.places { // many a newspaper is at home in a small namesake
		h.places[i].weight = sqrt(sqrt(h.places[i].weight / total))
	}
	return len(h.places) > 0
}
