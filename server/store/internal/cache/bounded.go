// Package cache keeps values up to a number of bytes, and runs a computation once for all who wait for it.
package cache

import (
	"container/list"
	"sync"
)

// Bounded is a cache of at most a number of bytes, which keeps what was used last. It is safe for
// concurrent use.
type Bounded[K comparable, V any] struct {
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

// New returns an empty cache.
func New[K comparable, V any](limit int) *Bounded[K, V] {
	return &Bounded[K, V]{limit: limit, all: map[K]*list.Element{}}
}

// Get returns a cached value.
func (c *Bounded[K, V]) Get(key K) (value V, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.all[key]
	if e == nil {
		return value, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*entry[K, V]).value, true
}

// Put caches a value of a size unless it is larger than the cache.
func (c *Bounded[K, V]) Put(key K, value V, bytes int) {
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

// RemoveIf removes the values whose keys satisfy a condition.
func (c *Bounded[K, V]) RemoveIf(condition func(K) bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for key, e := range c.all {
		if condition(key) {
			c.remove(e)
		}
	}
}

// Len returns the number of values.
func (c *Bounded[K, V]) Len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.all)
}

func (c *Bounded[K, V]) remove(e *list.Element) {
	old := c.order.Remove(e).(*entry[K, V])
	delete(c.all, old.key)
	c.bytes -= old.bytes
}
