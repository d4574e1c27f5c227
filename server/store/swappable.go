package store

import (
	"context"
	"sync/atomic"

	"dateline/geo"
)

// Swappable is a [Store] that shows another one, which can be changed for a newer one
// while it is in use. The zero value is empty.
type Swappable struct{ current atomic.Pointer[Memory] }

var _ Store = (*Swappable)(nil)

// Swap shows m from now on.
func (l *Swappable) Swap(m *Memory) { l.current.Store(m) }

func (l *Swappable) now() *Memory {
	if m := l.current.Load(); m != nil {
		return m
	}
	return &Memory{}
}

// Collections implements [Store].
func (l *Swappable) Collections(ctx context.Context) ([]Summary, error) {
	return l.now().Collections(ctx)
}

// Collection implements [Store].
func (l *Swappable) Collection(ctx context.Context, name string) (*Collection, error) {
	return l.now().Collection(ctx, name)
}

// Article implements [Store].
func (l *Swappable) Article(ctx context.Context, collection, id string) (*geo.Parsed, error) {
	return l.now().Article(ctx, collection, id)
}

// Mention implements [Store].
func (l *Swappable) Mention(ctx context.Context, id string) (collection, article string, err error) {
	return l.now().Mention(ctx, id)
}
