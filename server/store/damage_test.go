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
