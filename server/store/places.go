package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"dateline/geo"
)

// placeRow is a place as it is stored. digest is a hash of its content.
type placeRow struct {
	place  *geo.Place
	digest string
	data   []byte
}

// putPlaces stores the places of an article's resolutions and returns their keys. They
// are inserted in the order of their digests, which avoids deadlocks between
// transactions.
func (tx *Tx) putPlaces(ctx context.Context, p *geo.Parsed) (map[*geo.Place]int64, error) {
	digests, rows, err := placeRows(p)
	if err != nil {
		return nil, err
	}
	known := make(map[string]int64, len(rows)) // keys by digest
	if err := tx.findPlaces(ctx, rows, known); err != nil {
		return nil, err
	}
	if len(known) < len(rows) {
		if err := tx.insertPlaces(ctx, rows, known); err != nil {
			return nil, err
		}
		if err := tx.findPlaces(ctx, rows, known); err != nil {
			return nil, err
		}
	}
	keys := make(map[*geo.Place]int64, len(digests))
	for place, digest := range digests {
		keys[place] = known[digest]
	}
	return keys, nil
}

// placeRows returns the digests of the places in p, and a row for each digest.
func placeRows(p *geo.Parsed) (digests map[*geo.Place]string, rows []placeRow, err error) {
	digests = map[*geo.Place]string{}
	seen := map[string]bool{}
	add := func(place *geo.Place) {
		data, cause := json.Marshal(place)
		if cause != nil {
			err = geo.Errorf(geo.ErrInput, "place %s: %w", place.ID, cause) // NaN or infinite coordinates
			return
		}
		digest := geo.ContentID(string(data))
		digests[place] = digest
		if !seen[digest] {
			seen[digest] = true
			rows = append(rows, placeRow{place, digest, data})
		}
	}
	for i := range p.Resolutions {
		r := &p.Resolutions[i]
		if r.Place != nil {
			add(r.Place)
		}
		for k := range r.Candidates {
			add(&r.Candidates[k].Place)
		}
	}
	for i := range p.Focus {
		add(&p.Focus[i].Place)
	}
	slices.SortFunc(rows, func(a, b placeRow) int { return cmp.Compare(a.digest, b.digest) })
	return digests, rows, err
}

// insertPlaces inserts the places that are not in known.
func (tx *Tx) insertPlaces(ctx context.Context, rows []placeRow, known map[string]int64) error {
	var missing [][]any
	for _, r := range rows {
		if _, ok := known[r.digest]; !ok {
			missing = append(missing, []any{
				r.digest, string(r.place.ID), clean(r.place.Name), r.place.Kind.String(), r.place.Point.Lon(), r.place.Point.Lat(), string(r.data),
			})
		}
	}
	return tx.insert(ctx, `INSERT INTO places (digest, id, name, kind, lon, lat, data)`, ` ON CONFLICT (digest) DO NOTHING`, missing)
}

// findPlaces adds the keys of stored places to known.
func (tx *Tx) findPlaces(ctx context.Context, places []placeRow, known map[string]int64) error {
	var digests []string
	for _, p := range places {
		if _, ok := known[p.digest]; ok {
			continue
		}
		if tx.db.dialect == Postgres {
			digests = append(digests, p.digest)
			continue
		}
		var key int64
		switch err := tx.row(ctx, `SELECT key FROM places WHERE digest = $1`, p.digest).Scan(&key); {
		case err == nil:
			known[p.digest] = key
		case !errors.Is(err, sql.ErrNoRows):
			return err
		}
	}
	if len(digests) == 0 {
		return nil
	}
	rows, err := tx.tx.QueryContext(ctx, `SELECT digest, key FROM places WHERE digest = ANY ($1)`, digests)
	return scan(rows, err, func(row scanner) error {
		var digest string
		var key int64
		if err := row.Scan(&digest, &key); err != nil {
			return err
		}
		known[digest] = key
		return nil
	})
}

// placeReader reads places by key, each of them once.
type placeReader struct {
	db    *DB
	tx    *sql.Tx
	known map[int64]*geo.Place
}

// get returns the place with a key.
func (r *placeReader) get(ctx context.Context, key int64) (*geo.Place, error) {
	if r.known[key] == nil {
		if err := r.fetch(ctx, []int64{key}); err != nil {
			return nil, err
		}
	}
	if p := r.known[key]; p != nil {
		return p, nil
	}
	return nil, geo.Errorf(geo.ErrCorrupt, "the place with the key %d is missing; check the store with doctor", key)
}

// fetch reads the places with the keys into known. Places never change, so they are
// taken from the cache if possible.
func (r *placeReader) fetch(ctx context.Context, keys []int64) error {
	var missing []int64
	for _, key := range keys {
		if _, ok := r.known[key]; ok {
			continue
		}
		p := r.db.cache.place(key)
		r.known[key] = p
		if p == nil {
			missing = append(missing, key)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	condition, arg := r.db.oneOf("key", 1, missing)
	rows, err := r.tx.QueryContext(ctx, `SELECT key, data FROM places WHERE `+condition, arg)
	return scan(rows, err, func(row scanner) error {
		var key int64
		var data []byte
		p := &geo.Place{}
		if err := row.Scan(&key, &data); err != nil {
			return err
		}
		if err := json.Unmarshal(data, p); err != nil {
			return geo.Errorf(geo.ErrCorrupt, "a stored place is damaged: %w", err)
		}
		r.known[key] = p
		r.db.cache.putPlace(key, p)
		return nil
	})
}
