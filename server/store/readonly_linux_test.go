package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/server/internal/fixture"
	"dateline/server/store"

	"golang.org/x/sys/unix"
)

// unprivileged calls f in a thread that may not write what permissions forbid. Root
// may write everything, so the thread becomes another user for the file system.
func unprivileged(t *testing.T, f func()) {
	t.Helper()
	if os.Geteuid() != 0 {
		f()
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // not unlocked, so that the thread ends with the goroutine
		const nobody = 65534
		if err := unix.Setfsuid(nobody); err != nil {
			t.Error(err)
			return
		}
		f()
	}()
	<-done
}

// readOnly returns a store in a folder that cannot be written.
func readOnly(t *testing.T) (file string) {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "folder")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(folder, "store.db")
	db := open(t, file)
	fill(t, db, "talks", fixture.Parsed())
	db.Close()
	for path, mode := range map[string]os.FileMode{file: 0o444, folder: 0o555, filepath.Dir(folder): 0o755, filepath.Dir(filepath.Dir(folder)): 0o755} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		if err := os.Chmod(folder, 0o755); err != nil {
			t.Error(err)
		}
	})
	return file
}

func TestReadOnlyStoreIsRead(t *testing.T) {
	file := readOnly(t)
	backup := filepath.Join(t.TempDir(), "backup.db")
	unprivileged(t, func() {
		ctx := t.Context()
		db, err := store.Open(ctx, file)
		if err != nil {
			t.Error(err)
			return
		}
		defer db.Close()
		if !db.ReadOnly() {
			t.Error("the store is not read-only")
		}
		if c, err := wholeCollection(ctx, db, "talks"); err != nil || len(c.Parsed) != len(fixture.Parsed()) {
			t.Errorf("reading the collection: %v", err)
		}
		if hits, _, err := db.Search(ctx, store.Query{Text: "Kabul", Limit: 1}); err != nil || len(hits) != 1 {
			t.Errorf("searching: %d hits, error %v", len(hits), err)
		}
		if r, err := db.Check(ctx); err != nil || len(r.Faults) > 0 {
			t.Errorf("check %+v, error %v", r, err)
		}
		err = db.Update(ctx, func(tx *store.Tx) error { return tx.PutCollection(ctx, "other", "", "") })
		if !errors.Is(err, geo.ErrUnavailable) || !strings.Contains(err.Error(), "read-only") {
			t.Errorf("writing: %v", err)
		}
	})
	db := open(t, file)
	if db.ReadOnly() && os.Geteuid() == 0 {
		t.Error("the store is read-only for root")
	}
	if err := db.Backup(t.Context(), backup); err != nil {
		t.Error(err)
	}
}

// A read-only store of an earlier or later version is not read.
func TestReadOnlyStoreOfAnotherVersion(t *testing.T) {
	for statement, want := range map[string]string{
		`INSERT INTO store_version (version_id, is_applied) VALUES (9999, 1)`: "newer version",
		`DELETE FROM store_version WHERE version_id > 1`:                      "earlier version",
	} {
		file := readOnly(t)
		if err := os.Chmod(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(file, 0o644); err != nil {
			t.Fatal(err)
		}
		db := open(t, file)
		if _, err := db.Writer().ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
		db.Close()
		if err := os.Chmod(file, 0o444); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(filepath.Dir(file), 0o555); err != nil {
			t.Fatal(err)
		}
		unprivileged(t, func() {
			if _, err := store.Open(t.Context(), file); !errors.Is(err, geo.ErrUnavailable) || !strings.Contains(err.Error(), want) {
				t.Errorf("opening: %v, want %s", err, want)
			}
		})
	}
}
