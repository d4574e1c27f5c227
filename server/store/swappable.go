package store

import (
	"context"
	"sync/atomic"

	"dateline/geo"
)

// Swappable is a [Store] in memory that can be replaced while it is in use. The zero
// value is empty.
type Swappable struct{ current atomic.Pointer[Memory] }

var _ Store = (*Swappable)(nil)

// Swap replaces the content with m.
func (s *Swappable) Swap(m *Memory) { s.current.Store(m) }

func (s *Swappable) load() *Memory {
	if m := s.current.Load(); m != nil {
		return m
	}
	return &Memory{}
}

// Collections implements [Store].
func (s *Swappable) Collections(ctx context.Context) ([]Summary, error) {
	return s.load().Collections(ctx)
}

// Collection implements [Store].
func (s *Swappable) Collection(ctx context.Context, name string) (*Collection, error) {
	return s.load().Collection(ctx, name)
}

// Article implements [Store].
func (s *Swappable) Article(ctx context.Context, collection, id string) (*geo.Parsed, error) {
	return s.load().Article(ctx, collection, id)
}

// Mention implements [Store].
func (s *Swappable) Mention(ctx context.Context, id string) (collection, article string, err error) {
	return s.load().Mention(ctx, id)
}
