package store

import (
	"sync"

	"dateline/geo"
)

// Bounds of what is kept in memory between requests.
const (
	cachedPlaces      = 50_000
	cachedCollections = 2
)

// cache holds what was read and cannot have changed: places, which never do, and
// the last collections, each under its version. Its zero value is empty.
type cache struct {
	mu          sync.Mutex
	places      map[int64]*geo.Place
	collections []*Collection
	summaries   map[string]Summary
}

func (c *cache) place(key int64) *geo.Place {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.places[key]
}

func (c *cache) keepPlace(key int64, p *geo.Place) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.places == nil || len(c.places) >= cachedPlaces {
		c.places = make(map[int64]*geo.Place)
	}
	c.places[key] = p
}

// collection returns a collection of that version, if it is one of the last.
func (c *cache) collection(name, version string) *Collection {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, k := range c.collections {
		if k.Name == name && k.Version == version {
			return k
		}
	}
	return nil
}

func (c *cache) keepCollection(k *Collection) {
	c.mu.Lock()
	defer c.mu.Unlock()
	kept := []*Collection{k}
	for _, old := range c.collections {
		if old.Name != k.Name && len(kept) < cachedCollections {
			kept = append(kept, old)
		}
	}
	c.collections = kept
}

// summary returns the summary of a collection at that version.
func (c *cache) summary(name, version string) (Summary, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s, ok := c.summaries[name]
	return s, ok && s.Version == version
}

func (c *cache) keepSummary(s Summary) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.summaries == nil {
		c.summaries = map[string]Summary{}
	}
	c.summaries[s.Name] = s
}
