package store_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"dateline/geo"
	"dateline/server/internal/fixture"
	"dateline/server/store"
)

func TestBackupAndRestore(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		keys := fill(t, db, "talks", related())
		update(t, db, func(tx *store.Tx) error {
			_, _, err := tx.Decide(ctx, store.Decision{Scope: store.ScopeAll, Phrase: "Kabul", Choice: store.ChoiceUnknown, DecidedAt: time.Unix(1e9, 0)})
			return errors.Join(err, tx.PutBands(ctx, "talks", keys[0], []uint64{1 << 63}, noCopy))
		})
		want, err := wholeCollection(ctx, db, "talks")
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "backup.db")
		for range 2 { // the second replaces the first
			if err := db.Backup(ctx, file); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.Backup(ctx, db.Address()); db.Dialect() == store.SQLite && !errors.Is(err, geo.ErrInput) {
			t.Errorf("a backup onto the store itself: %v", err)
		}
		if err := db.Restore(ctx, file+".none"); !errors.Is(err, geo.ErrNotFound) {
			t.Errorf("a backup that is not there: %v", err)
		}
		if err := db.Restore(ctx, db.Address()); db.Dialect() == store.SQLite && !errors.Is(err, geo.ErrInput) {
			t.Errorf("restoring from a store in use: %v", err)
		}
		bytesBefore, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		eachDatabase(t, func(t *testing.T, other *store.DB) {
			if err := other.Restore(ctx, file); err != nil {
				t.Fatal(err)
			}
			got, err := wholeCollection(ctx, other, "talks")
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("restored %+v, want %+v, error %v", got, want, err)
			}
			if hits, _, err := other.Search(ctx, store.Query{Text: "kabul", Limit: 5}); err != nil || len(hits) != 1 {
				t.Errorf("search finds %v, error %v", hits, err)
			}
			if r, err := other.Check(ctx); err != nil || len(r.Faults) > 0 {
				t.Errorf("check %+v, %v", r, err)
			}
			fill(t, other, "more", []*geo.Parsed{again()}) // numbers go on behind those restored
			if err := other.Restore(ctx, file); !errors.Is(err, geo.ErrInput) {
				t.Errorf("restoring over what is there: %v", err)
			}
			if now, err := os.ReadFile(file); err != nil || !bytes.Equal(now, bytesBefore) {
				t.Errorf("restoring changed the backup, error %v", err)
			}
		})
	})
}

func again() *geo.Parsed {
	p := fixture.Parsed()[0]
	p.Article.Title = "Another"
	return p
}
