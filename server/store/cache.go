package store

import (
	"sync"

	"dateline/geo"
)

// cachedPlaces is the maximum number of places in the cache.
const cachedPlaces = 20_000

// cache caches places, which never change, and the summaries of collections. The zero value is
// empty.
type cache struct {
	mu        sync.Mutex
	places    map[int64]*geo.Place
	summaries map[string]Summary // by name
}

func (c *cache) place(key int64) *geo.Place {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.places[key]
}

func (c *cache) putPlace(key int64, p *geo.Place) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.places == nil || len(c.places) >= cachedPlaces {
		c.places = make(map[int64]*geo.Place)
	}
	c.places[key] = p
}

// summary returns the cached summary of a collection if it is that of the same version.
func (c *cache) summary(of CollectionInfo) (Summary, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s, ok := c.summaries[of.Name]
	return s, ok && s.CollectionInfo == of
}

func (c *cache) putSummary(s Summary) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.summaries == nil {
		c.summaries = map[string]Summary{}
	}
	c.summaries[s.Name] = s
}
