package store

import (
	"dateline/server/store/internal/collections"
	"sync"
)

// summaries caches the summaries of collections. The zero value is empty.
type summaries struct {
	mu     sync.Mutex
	byName map[string]Summary
}

// get returns the cached summary of a collection if it is that of the same version.
func (c *summaries) get(info collections.Info) (Summary, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s, ok := c.byName[info.Name]
	return s, ok && s.CollectionInfo == info
}

func (c *summaries) put(s Summary) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byName == nil {
		c.byName = map[string]Summary{}
	}
	c.byName[s.Name] = s
}
