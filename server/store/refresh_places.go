package store

import (
	"context"
	"encoding/json"
	"time"

	"dateline/geo"
	"dateline/server/store/columns"
	"dateline/server/store/internal/answer"
	"dateline/server/store/internal/database"
)

// findPlaces numbers the places of readings in the collection.
func (u *update) findPlaces(ctx context.Context, readings [][]reading) error {
	var ids []string
	wanted := map[geo.PlaceID]int64{} // the newest key of each place
	for _, all := range readings {
		for i := range all {
			key, id := all[i].onMap()
			if id == "" || key <= wanted[id] {
				continue
			}
			if wanted[id] == 0 {
				ids = append(ids, string(id))
			}
			wanted[id] = key
		}
	}
	if err := u.known(ctx, ids); err != nil {
		return err
	}
	for _, id := range ids {
		n, key := u.numbers[geo.PlaceID(id)], wanted[geo.PlaceID(id)]
		if n.number > 0 && n.place >= key {
			continue
		}
		place, err := u.tx.placeByKey(ctx, key)
		if err != nil {
			return err
		}
		if err := u.putPlace(ctx, n.number, key, place); err != nil {
			return err
		}
	}
	return nil
}

// known reads the numbers of those of the places that have one.
func (u *update) known(ctx context.Context, ids []string) error {
	var missing []string
	for _, id := range ids {
		if _, ok := u.numbers[geo.PlaceID(id)]; !ok {
			missing = append(missing, id)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	condition, arg := u.tx.db.OneOf("id", 2, missing)
	rows, err := u.tx.Query(ctx, `SELECT id, number, place FROM named WHERE collection = $1 AND `+condition, u.number, arg)
	return database.Scan(rows, err, func(row database.Scanner) error {
		var id geo.PlaceID
		var n numbered
		err := row.Scan(&id, &n.number, &n.place)
		u.numbers[id] = n
		return err
	})
}

// placeByKey returns a stored place.
func (tx *Tx) placeByKey(ctx context.Context, key int64) (*geo.Place, error) {
	if p := tx.places[key]; p != nil {
		return p, nil
	}
	var data []byte
	if err := tx.Row(ctx, `SELECT data FROM places WHERE key = $1`, key).Scan(&data); err != nil {
		return nil, err
	}
	p := &geo.Place{}
	if err := json.Unmarshal(data, p); err != nil {
		return nil, geo.Errorf(geo.ErrCorrupt, "a stored place is damaged: %w", err)
	}
	return p, nil
}

// putPlace writes a place to the columns. number is 0 for a new one.
func (u *update) putPlace(ctx context.Context, number, key int64, p *geo.Place) error {
	row := columns.Place{Kind: p.Kind, Point: p.Point}
	var err error
	if row.Country, err = u.tx.code(ctx, answer.CountryCode, database.Clean(p.Country), p.CountryName); err != nil {
		return err
	}
	if p.Admin1 != "" {
		text := string(p.Admin1ID)
		if text == "" {
			text = p.Country + " " + p.Admin1
		}
		if row.Admin1, err = u.tx.code(ctx, answer.Admin1Code, database.Clean(text), p.Admin1); err != nil {
			return err
		}
	}
	if row.Picked, err = u.isPicked(ctx, p.ID); err != nil {
		return err
	}
	added := number == 0
	if added {
		u.places++
		number = u.places
		u.placeTable.Append(row.Row())
	} else if err := u.placeTable.Set(ctx, int(number), row.Row()); err != nil {
		return err
	}
	extent := make([]any, 4)
	if b := p.Bound; b.Min != b.Max {
		extent = []any{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
	}
	_, err = u.tx.Exec(ctx, `INSERT INTO named (collection, number, id, name, place, west, south, east, north, added) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (collection, number) DO UPDATE SET name = excluded.name, place = excluded.place, west = excluded.west, south = excluded.south,
			east = excluded.east, north = excluded.north`, append([]any{u.number, number, string(p.ID), database.Clean(p.Name), key}, append(extent, time.Now().UnixMilli())...)...)
	if err != nil {
		return err
	}
	u.numbers[p.ID] = numbered{number, key}
	return u.putAreas(ctx, number, p, added)
}

// putAreas stores the areas that contain a place: itself, its administrative areas and its country.
// added is set for a new place.
func (u *update) putAreas(ctx context.Context, number int64, p *geo.Place, added bool) error {
	if !added {
		if _, err := u.tx.Exec(ctx, `DELETE FROM within WHERE collection = $1 AND place = $2`, u.number, number); err != nil {
			return err
		}
	}
	areas := []struct{ text, label string }{{string(p.ID), p.Name}, {string(p.Admin1ID), p.Admin1}, {string(p.Admin2ID), p.Admin2}}
	if p.Country != "" {
		areas = append(areas, struct{ text, label string }{answer.CountryArea(p.Country), p.CountryName})
	}
	for _, a := range areas {
		code, err := u.tx.code(ctx, answer.AreaCode, database.Clean(a.text), a.label)
		if err != nil {
			return err
		}
		if code == 0 {
			continue
		}
		_, err = u.tx.Exec(ctx, `INSERT INTO within (collection, area, place) VALUES ($1, $2, $3) ON CONFLICT (collection, area, place) DO NOTHING`, u.number, code, number)
		if err != nil {
			return err
		}
	}
	return nil
}
