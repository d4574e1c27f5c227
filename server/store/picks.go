package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dateline/geo"
	"dateline/server/store/columns"
	"dateline/server/store/internal/database"
)

// Pick picks places of a collection, or takes back that they were picked. Places that no article names are picked once one does. The error wraps
// [geo.ErrNotFound] if there is no such collection.
func (tx *Tx) Pick(ctx context.Context, collection string, picked bool, places ...geo.PlaceID) error {
	u, err := tx.open(ctx, collection)
	if err != nil {
		return err
	}
	for _, id := range places {
		if !database.Storable(string(id)) || id == "" {
			return geo.Errorf(geo.ErrInput, "%q is not the id of a place", id)
		}
		statement, args := `DELETE FROM picks WHERE collection = $1 AND place = $2`, []any{collection, string(id)}
		if picked {
			statement, args = `INSERT INTO picks (collection, place, picked) VALUES ($1, $2, $3) ON CONFLICT (collection, place) DO NOTHING`, append(args, time.Now().UnixMilli())
		}
		if _, err := tx.Exec(ctx, statement, args...); err != nil {
			return fmt.Errorf("picking the place %q: %w", id, err)
		}
		if err := u.pick(ctx, id, picked); err != nil {
			return fmt.Errorf("picking the place %q: %w", id, err)
		}
	}
	return u.close(ctx)
}

// pick changes the columns of a place if the collection has it.
func (u *update) pick(ctx context.Context, id geo.PlaceID, picked bool) error {
	var number int
	err := u.tx.Row(ctx, `SELECT number FROM named WHERE collection = $1 AND id = $2`, u.number, string(id)).Scan(&number)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	row, err := u.placeTable.Get(ctx, number)
	if err != nil {
		return err
	}
	row[columns.PickedColumn] = 0
	if picked {
		row[columns.PickedColumn] = 1
	}
	return u.placeTable.Set(ctx, number, row)
}

// isPicked reports whether a place of the collection was picked.
func (u *update) isPicked(ctx context.Context, id geo.PlaceID) (picked bool, err error) {
	err = u.tx.Row(ctx, `SELECT EXISTS (SELECT 1 FROM picks p WHERE p.collection = (SELECT name FROM collections WHERE number = $1) AND p.place = $2)`, u.number, string(id)).Scan(&picked)
	return picked, err
}
