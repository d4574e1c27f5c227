package importer_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"dateline/data"
	"dateline/geo"
	"dateline/server/importer/internal/articlegen"
	"dateline/server/internal/postgres"
	"dateline/server/store"
)

// command builds the real program and returns its file.
func command(t *testing.T) string {
	t.Helper()
	g, err := data.Gazetteer()
	if errors.Is(err, geo.ErrUnavailable) {
		t.Skip("the gazetteer is not built: run make")
	}
	if err != nil {
		t.Fatal(err)
	}
	g.Close()
	file := filepath.Join(t.TempDir(), "dateline")
	if out, err := exec.Command("go", "build", "-o", file, "dateline/cmd/dateline").CombinedOutput(); err != nil {
		t.Fatalf("building the program: %v: %s", err, out)
	}
	return file
}

// Whenever "dateline add" is killed, the same command goes on: in the end every
// article is there once, with its mentions.
func TestAddGoesOnAfterItWasKilled(t *testing.T) {
	const articles, kills = 300, 6
	program := command(t)
	folder := t.TempDir()
	if err := articlegen.Write(folder, articles); err != nil {
		t.Fatal(err)
	}
	for name, address := range map[string]func(*testing.T) string{
		"SQLite":     func(t *testing.T) string { return filepath.Join(t.TempDir(), "store.db") },
		"PostgreSQL": func(t *testing.T) string { return postgres.New(t) },
	} {
		t.Run(name, func(t *testing.T) {
			where := address(t)
			add := func(ctx context.Context) error {
				return exec.CommandContext(ctx, program, "add", folder, "--store", where, "--collection", "trial").Run()
			}
			for n := range kills { // the command context kills with SIGKILL
				ctx, cancel := context.WithTimeout(t.Context(), time.Duration(100+rand.IntN(900))*time.Millisecond)
				if err := add(ctx); err == nil {
					t.Logf("it was done before it was killed for the %d. time", n+1)
				}
				cancel()
			}
			if out, err := exec.CommandContext(t.Context(), program, "add", folder, "--store", where, "--collection", "trial").CombinedOutput(); err != nil {
				t.Fatalf("the last time: %v: %s", err, out)
			}
			whole(t, where, articles)
		})
	}
}

// whole fails the test unless a store is sound and has so many articles, each parsed.
func whole(t *testing.T, address string, articles int) {
	t.Helper()
	db, err := store.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	r, err := db.Check(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if r.Articles != articles || r.Parsed != articles || r.Mentions < 5*articles || len(r.Faults) > 0 {
		t.Errorf("%+v", r)
	}
	if left, err := db.WithoutSignature(t.Context(), "trial", 1); err != nil || len(left) > 0 {
		t.Errorf("not compared with others: %v, %v", left, err)
	}
	c, err := db.Collection(t.Context(), "trial")
	if err != nil {
		t.Fatal(err)
	}
	titles := map[string]bool{}
	for _, p := range c.Parsed {
		if titles[p.Article.Title] {
			t.Errorf("%q is there twice", p.Article.Title)
		}
		titles[p.Article.Title] = true
	}
	if len(titles) != articles {
		t.Errorf("the collection has %d articles", len(titles))
	}
}
