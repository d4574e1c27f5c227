package store_test

import (
	"testing"

	"dateline/server/internal/fixture"
	"dateline/server/store"
)

// Changes that are recorded during the work on a subject are not cleared with the
// earlier ones.
func TestChangesAreClearedOnlyIfUnchanged(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		note := func(want int64) {
			t.Helper()
			update(t, db, func(tx *store.Tx) error {
				if times, err := tx.RecordChange(ctx, "publisher Agency"); err != nil || times != want {
					t.Errorf("noted %d times, want %d: %v", times, want, err)
				}
				return nil
			})
		}
		drop := func(times int64, want bool) {
			t.Helper()
			update(t, db, func(tx *store.Tx) error {
				if dropped, err := tx.ClearChanges(ctx, "publisher Agency", times); err != nil || dropped != want {
					t.Errorf("dropped %d changes: %t, %v", times, dropped, err)
				}
				return nil
			})
		}
		note(1)
		known, err := db.ChangeCount(ctx, "publisher Agency")
		if err != nil || known != 1 {
			t.Fatalf("%d changes: %v", known, err)
		}
		note(2)
		drop(known, false)
		if all, err := db.ChangedSubjects(ctx); err != nil || len(all) != 1 {
			t.Errorf("changed: %v, %v", all, err)
		}
		drop(2, true)
		if known, err := db.ChangeCount(ctx, "publisher Agency"); err != nil || known != 0 {
			t.Errorf("%d changes: %v", known, err)
		}
		note(1)
	})
}

func TestUncompared(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		keys := fill(t, db, "talks", fixture.Parsed())
		got, err := db.Uncompared(t.Context(), "talks", len(keys)+1)
		if err != nil || len(got) != len(keys) || got[0] != keys[0] {
			t.Fatalf("%v of %v: %v", got, keys, err)
		}
		update(t, db, func(tx *store.Tx) error {
			return tx.PutBands(t.Context(), "talks", keys[0], nil, noCopy)
		})
		if got, err = db.Uncompared(t.Context(), "talks", 1); err != nil || len(got) != 1 || got[0] != keys[1] {
			t.Errorf("%v after the first of %v: %v", got, keys, err)
		}
	})
}
