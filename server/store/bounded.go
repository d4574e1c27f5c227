package store

import (
	"container/list"
	"sync"
)

// bounded is a cache of at most a number of bytes, which keeps what was used last. It is safe for
// concurrent use.
type bounded[K comparable, V any] struct {
	mu    sync.Mutex
	limit int
	bytes int
	order list.List // of *entry, the last used first
	all   map[K]*list.Element
}

type entry[K comparable, V any] struct {
	key   K
	value V
	bytes int
}

// newBounded returns an empty cache.
func newBounded[K comparable, V any](limit int) *bounded[K, V] {
	return &bounded[K, V]{limit: limit, all: map[K]*list.Element{}}
}

// get returns a cached value.
func (c *bounded[K, V]) get(key K) (value V, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.all[key]
	if e == nil {
		return value, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*entry[K, V]).value, true
}

// put caches a value of a size unless it is larger than the cache.
func (c *bounded[K, V]) put(key K, value V, bytes int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e := c.all[key]; e != nil {
		c.remove(e)
	}
	if bytes > c.limit {
		return
	}
	c.all[key] = c.order.PushFront(&entry[K, V]{key, value, bytes})
	c.bytes += bytes
	for c.bytes > c.limit {
		c.remove(c.order.Back())
	}
}

// removeIf removes the values whose keys satisfy a condition.
func (c *bounded[K, V]) removeIf(condition func(K) bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for key, e := range c.all {
		if condition(key) {
			c.remove(e)
		}
	}
}

func (c *bounded[K, V]) remove(e *list.Element) {
	old := c.order.Remove(e).(*entry[K, V])
	delete(c.all, old.key)
	c.bytes -= old.bytes
}
