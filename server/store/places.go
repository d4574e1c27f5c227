package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"dateline/geo"
	"dateline/server/store/internal/database"
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
				r.digest, string(r.place.ID), database.Clean(r.place.Name), r.place.Kind.String(), r.place.Point.Lon(), r.place.Point.Lat(), string(r.data),
			})
		}
	}
	return tx.Insert(ctx, `INSERT INTO places (digest, id, name, kind, lon, lat, data)`, ` ON CONFLICT (digest) DO NOTHING`, missing)
}

// findPlaces adds the keys of stored places to known.
func (tx *Tx) findPlaces(ctx context.Context, places []placeRow, known map[string]int64) error {
	var digests []string
	for _, p := range places {
		if _, ok := known[p.digest]; ok {
			continue
		}
		if tx.db.Dialect() == database.Postgres {
			digests = append(digests, p.digest)
			continue
		}
		var key int64
		switch err := tx.Row(ctx, `SELECT key FROM places WHERE digest = $1`, p.digest).Scan(&key); {
		case err == nil:
			known[p.digest] = key
		case !errors.Is(err, sql.ErrNoRows):
			return err
		}
	}
	if len(digests) == 0 {
		return nil
	}
	rows, err := tx.SQL().QueryContext(ctx, `SELECT digest, key FROM places WHERE digest = ANY ($1)`, digests)
	return database.Scan(rows, err, func(row database.Scanner) error {
		var digest string
		var key int64
		if err := row.Scan(&digest, &key); err != nil {
			return err
		}
		known[digest] = key
		return nil
	})
}
