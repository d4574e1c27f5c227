package store

import (
	"sync"

	"dateline/geo"
)

// Limits of the cache.
const (
	cachedPlaces      = 50_000
	cachedCollections = 2
)

// cache caches places, which never change, and the last collections and summaries with
// their versions. The zero value is empty.
type cache struct {
	mu          sync.Mutex
	places      map[int64]*geo.Place
	collections []*loadedCollection
	summaries   map[string]Summary
}

// loadedCollection is a collection with its members, which identify the articles of
// Parsed that change.
type loadedCollection struct {
	*Collection
	members []member
}

// member is an article in a collection. stamp increases each time that it is parsed,
// and revised is geo.Parsed.History.
type member struct {
	version
	revised bool
}

// version identifies the content of a member.
type version struct {
	article int64
	id      string
	stamp   int64
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

// collection returns the cached version of a collection, or nil.
func (c *cache) collection(name string) *loadedCollection {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, k := range c.collections {
		if k.Name == name {
			copy(c.collections[1:], c.collections[:i]) // the most recently used one is the first
			c.collections[0] = k
			return k
		}
	}
	return nil
}

func (c *cache) putCollection(k *loadedCollection) {
	c.mu.Lock()
	defer c.mu.Unlock()
	collections := []*loadedCollection{k}
	for _, old := range c.collections {
		if old.Name != k.Name && len(collections) < cachedCollections {
			collections = append(collections, old)
		}
	}
	c.collections = collections
}

// summary returns the cached summary of a collection if it has the given version.
func (c *cache) summary(name, version string) (Summary, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s, ok := c.summaries[name]
	return s, ok && s.Version == version
}

func (c *cache) putSummary(s Summary) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.summaries == nil {
		c.summaries = map[string]Summary{}
	}
	c.summaries[s.Name] = s
}
