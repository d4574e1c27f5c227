package importer_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/data"
	"dateline/geo"
	"dateline/server/importer/internal/articlegen"
	"dateline/server/internal/postgres"
	"dateline/server/store"
)

// buildFolder is the folder of the command that the tests run; [TestMain] removes it.
var buildFolder = filepath.Join(os.TempDir(), fmt.Sprint("dateline-importer-test-", os.Getpid()))

// buildCommand builds the command once for all tests.
var buildCommand = sync.OnceValues(func() (string, error) {
	file := filepath.Join(buildFolder, "dateline")
	if out, err := exec.Command("go", "build", "-o", file, "dateline/cmd/dateline").CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the command: %w: %s", err, out)
	}
	return file, nil
})

func TestMain(m *testing.M) {
	status := m.Run()
	os.RemoveAll(buildFolder)
	os.Exit(status)
}

// command returns the file of the command.
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
	file, err := buildCommand()
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// Whenever "dateline add" is killed, the same command continues: in the end every article
// is stored once, with its mentions. It is killed at chosen points of its progress, and at
// random times.
func TestAddContinuesAfterItWasKilled(t *testing.T) {
	const articles, kills = 150, 2
	program := command(t)
	folder := t.TempDir()
	if err := articlegen.Write(folder, articles); err != nil {
		t.Fatal(err)
	}
	// points are numbers of rows at which the process is killed, by table.
	points := []struct {
		table string
		rows  int
	}{{"articles", 1}, {"parses", 1}, {"parses", articles / 2}}
	for name, address := range map[string]func(*testing.T) string{
		"SQLite":     func(t *testing.T) string { return filepath.Join(t.TempDir(), "store.db") },
		"PostgreSQL": func(t *testing.T) string { return postgres.New(t) },
	} {
		t.Run(name, func(t *testing.T) {
			where := address(t)
			db, err := store.Open(t.Context(), where) // makes the tables
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			add := func(ctx context.Context) *exec.Cmd {
				return exec.CommandContext(ctx, program, "add", folder, "--store", where, "--collection", "trial") // killed by SIGKILL when ctx ends
			}
			for _, p := range points {
				killAt(t, db, add, p.table, p.rows)
			}
			seed := rand.Uint64()
			random := rand.New(rand.NewPCG(seed, 0))
			for range kills {
				after := time.Duration(100+random.IntN(900)) * time.Millisecond
				t.Logf("seed %d: killed after %v", seed, after)
				ctx, cancel := context.WithTimeout(t.Context(), after)
				_ = add(ctx).Run() // its error is the kill
				cancel()
			}
			if out, err := add(t.Context()).CombinedOutput(); err != nil {
				t.Fatalf("the last time: %v: %s", err, out)
			}
			checkTrial(t, db, articles)
		})
	}
}

// killAt runs a command until a table has a number of rows, and kills it.
func killAt(t *testing.T, db *store.DB, command func(context.Context) *exec.Cmd, table string, rows int) {
	t.Helper()
	ctx, kill := context.WithCancel(t.Context())
	defer kill()
	ended := make(chan error, 1)
	run := command(ctx)
	go func() { ended <- run.Run() }()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case err := <-ended:
			if err != nil {
				t.Fatalf("it ended by itself: %v", err)
			}
			return // it was faster than the query
		case <-tick.C:
		}
		var n int
		if err := db.Reader().QueryRowContext(t.Context(), `SELECT count(*) FROM `+table).Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n >= rows {
			kill()
			if err := <-ended; err == nil {
				t.Log("it finished before the kill")
			}
			return
		}
	}
}

// checkTrial fails the test unless a store is sound and has a number of articles, each
// parsed and compared once.
func checkTrial(t *testing.T, db *store.DB, articles int) {
	t.Helper()
	r, err := db.Check(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if r.Articles != articles || r.Parsed != articles || r.Mentions < 5*articles || len(r.Faults) > 0 {
		t.Errorf("%+v", r)
	}
	if left, err := db.Uncompared(t.Context(), "trial", 1); err != nil || len(left) > 0 {
		t.Errorf("not compared with others: %v, %v", left, err)
	}
	titles := map[string]bool{}
	for _, p := range parsedOf(t, db, "trial") {
		if titles[p.Article.Title] {
			t.Errorf("%q is stored twice", p.Article.Title)
		}
		titles[p.Article.Title] = true
	}
	if len(titles) != articles {
		t.Errorf("the collection has %d articles", len(titles))
	}
}

// TestCommandsEndOnADamagedStore damages the last two thirds of a store.
func TestCommandsEndOnADamagedStore(t *testing.T) {
	program := command(t)
	folder, file := t.TempDir(), filepath.Join(t.TempDir(), "store.db")
	if err := articlegen.Write(folder, 200); err != nil {
		t.Fatal(err)
	}
	run := func() (string, error) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		out, err := exec.CommandContext(ctx, program, "add", folder, "--store", file, "--no-wait").CombinedOutput()
		if ctx.Err() != nil {
			t.Fatal("the command did not end")
		}
		return string(out), err
	}
	if out, err := run(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	contents, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(contents) / 3; i < len(contents); i++ {
		contents[i] = 0xff
	}
	if err := os.WriteFile(file, contents, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"add", folder}, {"work"}, {"serve", "--addr", "127.0.0.1:0", "--sample=false"}} {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		out, err := exec.CommandContext(ctx, program, append(args, "--store", file)...).CombinedOutput()
		if err == nil || ctx.Err() != nil || !strings.Contains(string(out), "damaged") && !strings.Contains(string(out), "malformed") {
			t.Errorf("%s: %v: %s", args[0], err, out)
		}
	}
}
