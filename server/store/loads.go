package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"sync"

	"dateline/geo"
)

// loads are the loads of collections that are running. A load is shared by all
// readers that wait for it, and goes on if they do not wait any longer, so that the
// next reader gets its result.
type loads struct {
	mu      sync.Mutex
	running map[string]*load // by name and version of the collection
	// slot is held by the load that reads from the database: one at a time.
	slot sync.Mutex
	done sync.WaitGroup
}

// load is the load of a collection. Its result is valid after ready is closed.
type load struct {
	ready      chan struct{}
	collection *Collection
	err        error
}

// Collection returns a collection with its parsed articles in order of arrival. The
// last two collections are cached, and of a collection that has changed only the
// changed articles are read. If ctx is done, the collection is still read and cached.
func (db *DB) Collection(ctx context.Context, name string) (*Collection, error) {
	s, err := db.summary(ctx, name)
	if err != nil {
		return nil, err
	}
	if c := db.cache.collection(name); c != nil && c.Version == s.Version {
		return c.Collection, nil
	}
	l := db.startLoad(s)
	select {
	case <-l.ready:
		return l.collection, l.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// startLoad starts the load of a collection at a version, or returns the running one.
func (db *DB) startLoad(s Summary) *load {
	key := s.Name + " " + s.Version
	db.loads.mu.Lock()
	defer db.loads.mu.Unlock()
	if l := db.loads.running[key]; l != nil {
		return l
	}
	l := &load{ready: make(chan struct{})}
	if db.loads.running == nil {
		db.loads.running = map[string]*load{}
	}
	db.loads.running[key] = l
	db.loads.done.Go(func() {
		l.collection, l.err = db.runLoad(db.closing, s)
		db.loads.mu.Lock()
		delete(db.loads.running, key)
		db.loads.mu.Unlock()
		close(l.ready)
	})
	return l
}

// runLoad reads a collection into the cache, after the loads that were started before.
func (db *DB) runLoad(ctx context.Context, s Summary) (*Collection, error) {
	db.loads.slot.Lock()
	defer db.loads.slot.Unlock()
	old := db.cache.collection(s.Name)
	if old != nil && old.Version == s.Version {
		return old.Collection, nil
	}
	c, err := db.loadCollection(ctx, s, old)
	if err != nil {
		return nil, fmt.Errorf("reading the articles of the collection %q: %w", s.Name, err)
	}
	db.cache.putCollection(c)
	return c.Collection, nil
}

// loadBatch is the number of articles of a collection that are read at a time.
const loadBatch = 256

// loadCollection reads a collection. Articles that have not changed since they were
// read for old, which may be nil, are taken from it.
func (db *DB) loadCollection(ctx context.Context, s Summary, old *loadedCollection) (*loadedCollection, error) {
	tx, err := db.snapshot(ctx)
	if err != nil {
		return nil, category(err)
	}
	defer rollback(tx)
	members, err := membersOf(ctx, tx, s.Name)
	if err != nil {
		return nil, err
	}
	known := map[version]*geo.Parsed{}
	if old != nil {
		for i, m := range old.members {
			known[m.version] = old.Parsed[i]
		}
	}
	c := &Collection{Name: s.Name, Title: s.Title, Description: s.Description, Version: s.Version, Parsed: make([]*geo.Parsed, len(members))}
	var missing []int
	for i, m := range members {
		switch p := known[m.version]; {
		case p == nil:
			missing = append(missing, i)
		case p.History == m.revised:
			c.Parsed[i] = p
		default:
			copied := *p
			copied.History = m.revised
			c.Parsed[i] = &copied
		}
	}
	for batch := range slices.Chunk(missing, loadBatch) {
		articles := make([]int64, len(batch))
		for i, at := range batch {
			articles[i] = members[at].article
		}
		condition, arg := db.oneOf("a.seq", 2, articles)
		n := 0
		err := db.loadIn(ctx, tx, `m.collection = $1 AND `+condition, []any{s.Name, arg}, func(l loaded) {
			c.Parsed[batch[n]] = l.p
			n++
		})
		if err != nil {
			return nil, err
		}
	}
	return &loadedCollection{c, members}, nil
}

// membersOf returns the parsed articles of a collection in order of arrival.
func membersOf(ctx context.Context, tx *sql.Tx, collection string) (all []member, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT m.article, m.id, p.stamp, p.revised <> 0 FROM members m JOIN parses p ON p.article = m.article
		WHERE m.collection = $1 ORDER BY m.article`, collection)
	err = scan(rows, err, func(row scanner) error {
		var m member
		err := row.Scan(&m.article, &m.id, &m.stamp, &m.revised)
		all = append(all, m)
		return err
	})
	return all, err
}
