package store_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"dateline/geo"
	"dateline/server/internal/fixture"
	"dateline/server/store"
)

// TestOpenFindsDamagedPages overwrites each twentieth of a store's pages in turn.
func TestOpenFindsDamagedPages(t *testing.T) {
	ctx := context.Background()
	file := filepath.Join(t.TempDir(), "s.db")
	db := open(t, file)
	fill(t, db, "talks", fixture.Parsed())
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const pageSize = 4096
	random := rand.New(rand.NewPCG(1, 2))
	pages := len(whole) / pageSize
	for i := range 19 {
		start := pages * (i + 1) / 20 * pageSize
		damaged := append([]byte(nil), whole...)
		for k := range pageSize {
			damaged[start+k] = byte(random.Uint32())
		}
		path := filepath.Join(t.TempDir(), "damaged.db")
		if err := os.WriteFile(path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		db, err := store.Open(ctx, path)
		if !errors.Is(err, geo.ErrCorrupt) {
			t.Errorf("a store whose page %d of %d is damaged was opened: %v", start/pageSize, pages, err)
		}
		if err == nil {
			db.Close()
		}
	}
}

// TestPagesAreCheckedWhileTheStoreIsUsed damages a table that opening does not read.
func TestPagesAreCheckedWhileTheStoreIsUsed(t *testing.T) {
	ctx := context.Background()
	file := filepath.Join(t.TempDir(), "s.db")
	db := open(t, file)
	fill(t, db, "talks", fixture.Parsed())
	var page int
	if err := db.Reader().QueryRowContext(ctx, `SELECT rootpage FROM sqlite_master WHERE name = 'mentions'`).Scan(&page); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	contents, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const pageSize = 4096
	for i := range pageSize {
		contents[(page-1)*pageSize+i] = 0xff
	}
	if err := os.WriteFile(file, contents, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err = store.OpenUnchecked(ctx, file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.HasCollection(ctx, "talks"); err != nil {
		t.Error(err)
	}
	if err := db.CheckPages(ctx); !errors.Is(err, geo.ErrCorrupt) {
		t.Errorf("the check returned %v", err)
	}
}
