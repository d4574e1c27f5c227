package store_test

import (
	"errors"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/server/internal/fixture"
	"dateline/server/selection"
	"dateline/server/store"
)

// Picked places are selected, also after their columns were built again, and a place is picked before it is named.
func TestPick(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		all := fixture.Parsed()
		fill(t, db, "talks", all[:1])
		s := selection.Selection{Picked: true}
		pick := func(picked bool, ids ...geo.PlaceID) {
			t.Helper()
			update(t, db, func(tx *store.Tx) error { return tx.Pick(ctx, "talks", picked, ids...) })
		}
		count := func(want int) {
			t.Helper()
			if got := countsOf(t, db, "talks", s); got.Places != want {
				t.Errorf("%d places are picked, want %d", got.Places, want)
			}
		}
		count(0)
		hostile := all[2].Resolutions[0].Place.ID
		pick(true, all[0].Resolutions[2].Place.ID, all[0].Resolutions[3].Place.ID, hostile)
		count(2)
		fill(t, db, "talks", all[2:3])
		count(3)
		update(t, db, func(tx *store.Tx) error { return tx.RebuildColumns(ctx, "talks") })
		count(3)
		pick(false, hostile)
		count(2)
		if err := db.Update(ctx, func(tx *store.Tx) error { return tx.Pick(ctx, "none", true, "x:1") }); !errors.Is(err, geo.ErrNotFound) {
			t.Errorf("no such collection: %v", err)
		}
		if err := db.Update(ctx, func(tx *store.Tx) error { return tx.Pick(ctx, "talks", true, "") }); !errors.Is(err, geo.ErrInput) {
			t.Errorf("no place: %v", err)
		}
	})
}

// Damaged columns are found and built again.
func TestRepairColumns(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		fill(t, db, "talks", fixture.Parsed())
		fill(t, db, "other", fixture.Parsed()[:2])
		want := stateOf(t, db, "talks")
		for _, damage := range []string{
			`UPDATE segments SET data = substr(data, 1, 9) WHERE kind = 1 AND collection = 1`,
			`UPDATE segments SET data = (SELECT data FROM segments WHERE kind = 2 AND collection = 1 ORDER BY first LIMIT 1) WHERE kind = 1 AND collection = 1`,
			`DELETE FROM facts WHERE collection = 1 AND mention = 0`, `DELETE FROM segments WHERE collection = 1 AND kind = 1`,
		} {
			if db.Dialect() == store.Postgres {
				damage = strings.Replace(damage, "substr(data, 1, 9)", "substring(data from 1 for 9)", 1)
			}
			if _, err := db.Writer().ExecContext(ctx, damage); err != nil {
				t.Fatal(err)
			}
			r, err := db.Check(ctx)
			if err != nil || len(r.Columns) != 1 || r.Columns[0] != "talks" || len(r.Faults) == 0 {
				t.Errorf("%s: %+v, error %v", damage, r, err)
			}
			if err := db.Repair(ctx, r.Columns...); err != nil {
				t.Fatal(err)
			}
			if r, err = db.Check(ctx); err != nil || len(r.Faults) > 0 {
				t.Errorf("%s, repaired: %+v, error %v", damage, r, err)
			}
			if got := stateOf(t, db, "talks"); got != want {
				t.Errorf("%s, repaired:\n%s\nwant\n%s", damage, got, want)
			}
		}
	})
}
