package parsed

import (
	"context"
	"database/sql"
	"sync"

	"dateline/geo"
	"dateline/server/store/internal/cache"
	"dateline/server/store/internal/database"
	"dateline/server/store/internal/decision"

	jsonv2 "github.com/go-json-experiment/json"
)

// Reader reads parsed articles. It caches places and decisions. It is safe for concurrent use.
type Reader struct {
	db        *database.DB
	cache     placeCache
	decisions *cache.Bounded[decisionKey, *decision.Index]
}

// decisionKey is a collection and its version.
type decisionKey struct{ number, revision int64 }

// decisionBytes is the maximum memory of cached decisions.
const decisionBytes = 8 << 20

// NewReader returns a reader.
func NewReader(db *database.DB) *Reader {
	return &Reader{db: db, decisions: cache.New[decisionKey, *decision.Index](decisionBytes)}
}

// Places returns a reader of places in a transaction.
func (r *Reader) Places(tx *sql.Tx) *Places {
	return &Places{reader: r, tx: tx, known: map[int64]*geo.Place{}}
}

// Places reads places by key, each of them once.
type Places struct {
	reader *Reader
	tx     *sql.Tx
	known  map[int64]*geo.Place
}

// Get returns the place with a key.
func (r *Places) Get(ctx context.Context, key int64) (*geo.Place, error) {
	if r.known[key] == nil {
		if err := r.Fetch(ctx, []int64{key}); err != nil {
			return nil, err
		}
	}
	if p := r.known[key]; p != nil {
		return p, nil
	}
	return nil, geo.Errorf(geo.ErrCorrupt, "the place with the key %d is missing; check the store with doctor", key)
}

// Fetch reads the places with the keys into memory. Places never change, so they are
// taken from the cache if possible.
func (r *Places) Fetch(ctx context.Context, keys []int64) error {
	var missing []int64
	for _, key := range keys {
		if _, ok := r.known[key]; ok {
			continue
		}
		p := r.reader.cache.place(key)
		r.known[key] = p
		if p == nil {
			missing = append(missing, key)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	condition, arg := r.reader.db.OneOf("key", 1, missing)
	rows, err := r.tx.QueryContext(ctx, `SELECT key, data FROM places WHERE `+condition, arg)
	return database.Scan(rows, err, func(row database.Scanner) error {
		var key int64
		var data []byte
		p := &geo.Place{}
		if err := row.Scan(&key, &data); err != nil {
			return err
		}
		if err := jsonv2.Unmarshal(data, p); err != nil {
			return geo.Errorf(geo.ErrCorrupt, "a stored place is damaged: %w", err)
		}
		r.known[key] = p
		r.reader.cache.putPlace(key, p)
		return nil
	})
}

// cachedPlaces is the maximum number of places in the cache.
const cachedPlaces = 8_000

// placeCache caches places, which never change. The zero value is empty.
type placeCache struct {
	mu     sync.Mutex
	places map[int64]*geo.Place
}

func (c *placeCache) place(key int64) *geo.Place {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.places[key]
}

func (c *placeCache) putPlace(key int64, p *geo.Place) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.places == nil || len(c.places) >= cachedPlaces {
		c.places = make(map[int64]*geo.Place)
	}
	c.places[key] = p
}
