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

// placeRow is a place as it is kept: digest names its content.
type placeRow struct {
	place  *geo.Place
	digest string
	data   []byte
}

// putPlaces keeps the places that an article's resolutions speak of and returns
// their keys. They are put in the order of their digests, so that two transactions
// seldom wait for one another.
func (tx *Tx) putPlaces(ctx context.Context, p *geo.Parsed) (map[*geo.Place]int64, error) {
	digests, rows, err := placeRows(p)
	if err != nil {
		return nil, err
	}
	known := make(map[string]int64, len(rows))
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
			err = geo.Errorf(geo.ErrInput, "place %s: %w", place.ID, cause) // a coordinate that is no number
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

// insertPlaces keeps those of the places that are not known.
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

// findPlaces adds to known the keys of the places that are kept and are not in it.
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

// placeGetter reads places by key, each once.
type placeGetter struct {
	db    *DB
	tx    *sql.Tx
	known map[int64]*geo.Place
}

// get returns the place with a key.
func (g *placeGetter) get(ctx context.Context, key int64) (*geo.Place, error) {
	if g.known[key] == nil {
		if err := g.fetch(ctx, []int64{key}); err != nil {
			return nil, err
		}
	}
	if p := g.known[key]; p != nil {
		return p, nil
	}
	return nil, geo.Errorf(geo.ErrCorrupt, "the place with key %d is not there", key)
}

// fetch makes the places with the keys known. Places never change, so that one
// that was read stays in the cache.
func (g *placeGetter) fetch(ctx context.Context, keys []int64) error {
	var missing []int64
	for _, key := range keys {
		if _, ok := g.known[key]; ok {
			continue
		}
		p := g.db.cache.place(key)
		g.known[key] = p
		if p == nil {
			missing = append(missing, key)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	among, arg := g.db.among("key", 1, missing)
	rows, err := g.tx.QueryContext(ctx, `SELECT key, data FROM places WHERE `+among, arg)
	return scan(rows, err, func(row scanner) error {
		var key int64
		var data []byte
		p := &geo.Place{}
		if err := row.Scan(&key, &data); err != nil {
			return err
		}
		if err := json.Unmarshal(data, p); err != nil {
			return geo.Errorf(geo.ErrCorrupt, "a place: %w", err)
		}
		g.known[key] = p
		g.db.cache.keepPlace(key, p)
		return nil
	})
}
