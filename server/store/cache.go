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
	collections []*loadedCollection
	summaries   map[string]Summary
}

// loadedCollection is a collection with what tells which of its articles have
// changed since: members are those of its Parsed.
type loadedCollection struct {
	*Collection
	members []member
}

// member is an article in a collection: stamp rises whenever it is parsed anew.
type member struct {
	article int64
	id      string
	stamp   int64
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

// collection returns the collection of that name as it was read last, if it is one
// of the last that were.
func (c *cache) collection(name string) *loadedCollection {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, k := range c.collections {
		if k.Name == name {
			copy(c.collections[1:], c.collections[:i]) // the one asked for last comes first
			c.collections[0] = k
			return k
		}
	}
	return nil
}

func (c *cache) keepCollection(k *loadedCollection) {
	c.mu.Lock()
	defer c.mu.Unlock()
	kept := []*loadedCollection{k}
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
