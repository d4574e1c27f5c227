package gazetteer

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"dateline/geo"
)

// helperFile names, in the environment, the file that the test binary, run as a
// helper, builds over and over again.
const helperFile = "DATELINE_TEST_BUILD"

func TestMain(m *testing.M) {
	if path := os.Getenv(helperFile); path != "" {
		for n := 0; ; n++ {
			list := afghan
			list.list = append([]Entry{{Place: geo.Place{ID: geo.PlaceID("x:" + string(rune('a'+n%26))), Name: "Place", Kind: geo.KindSite}}}, list.list...)
			if _, err := CompileFile(context.Background(), path, []Source{list}, CompileOptions{}); err != nil {
				os.Exit(3)
			}
		}
	}
	os.Exit(m.Run())
}

// TestKilledBuild kills a process that builds again and again, at many moments:
// each time the file is whole.
func TestKilledBuild(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	self, err := os.Executable()
	if err != nil {
		t.Skip(err)
	}
	path := filepath.Join(t.TempDir(), "g.dlg")
	if err := os.WriteFile(path, compiled(t, afghan), 0o600); err != nil {
		t.Fatal(err)
	}
	for n := range 15 {
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), helperFile+"="+path, "TMPDIR="+t.TempDir())
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(10+n*11)*time.Millisecond, func() { _ = cmd.Process.Kill() })
		err := cmd.Wait()
		timer.Stop()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() == 3 {
			t.Fatalf("the helper ended by itself: %v", err)
		}
		g, err := Open(path)
		if err != nil {
			t.Fatalf("after a kill: %v", err)
		}
		if err := g.Verify(); err != nil {
			t.Errorf("after a kill: %v", err)
		}
		if got := g.Lookup(nil, []byte("kabul")); len(got) != 3 {
			t.Errorf("after a kill Kabul is %d places, want 3", len(got))
		}
		if err := g.Close(); err != nil {
			t.Error(err)
		}
	}
}

// breaking is a source that fails after its entries, or ends the context there.
type breaking struct {
	entries
	err    error
	cancel context.CancelFunc
}

func (s breaking) Entries() iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for e, err := range s.entries.Entries() {
			if !yield(e, err) {
				return
			}
		}
		if s.cancel != nil {
			s.cancel()
		}
		if s.err != nil {
			yield(Entry{}, s.err)
		}
	}
}

// TestFailedBuild checks that the file stays as it was when a build fails, and
// that nothing is left beside it.
func TestFailedBuild(t *testing.T) {
	old := compiled(t, afghan)
	ctx, cancel := context.WithCancel(t.Context())
	failure := errors.New("the disk is on fire")
	for name, build := range map[string]func(path string) error{
		"a source fails": func(path string) error {
			_, err := CompileFile(t.Context(), path, []Source{breaking{entries: afghan, err: failure}}, CompileOptions{})
			if !errors.Is(err, failure) {
				t.Errorf("error %v does not tell the reason", err)
			}
			return err
		},
		"a source is interrupted": func(path string) error {
			_, err := CompileFile(ctx, path, []Source{breaking{entries: afghan, cancel: cancel}, afghan}, CompileOptions{})
			if !errors.Is(err, context.Canceled) {
				t.Errorf("error %v does not tell the reason", err)
			}
			return err
		},
		"there are no places": func(path string) error {
			_, err := CompileFile(t.Context(), path, []Source{entries{}}, CompileOptions{})
			return err
		},
		"the temporary folder is missing": func(path string) error {
			many := afghan
			for range 2 {
				many.list = append(many.list, many.list...)
			}
			_, err := CompileFile(t.Context(), path, []Source{many}, CompileOptions{TempDir: filepath.Join(t.TempDir(), "none")})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "g.dlg")
			if err := os.WriteFile(path, old, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := build(path); err == nil {
				t.Fatal("no error")
			}
			if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, old) {
				t.Errorf("the file was changed (%v)", err)
			}
			if files, _ := os.ReadDir(dir); len(files) != 1 {
				t.Errorf("%d files are left, want 1", len(files))
			}
		})
	}
}

// TestSortedOnDisk compares a build that sorts its names on disk, a few at a
// time, with one in memory.
func TestSortedOnDisk(t *testing.T) {
	sorted := func(limit int) (out []string) {
		s := &keySorter{dir: t.TempDir(), limit: limit}
		defer s.close()
		for n := range 3000 {
			key := []byte{byte('a' + n*7%26), byte('a' + n*11%26), byte('a' + n*13%26)}
			s.add(keyed{key[:1+n%3], uint32(n), NameKind(n % 3), Lang(n % 5)})
		}
		if err := s.finish(); err != nil {
			t.Fatal(err)
		}
		if err := s.each(func(k keyed) {
			out = append(out, string(k.key)+" "+string(rune(k.place))+string(rune(k.kind))+string(rune(k.lang)))
		}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	memory, disk := sorted(1<<20), sorted(500)
	if len(memory) != 3000 {
		t.Fatalf("%d keys, want 3000", len(memory))
	}
	for i := range memory {
		if memory[i] != disk[i] {
			t.Fatalf("key %d is %q in memory and %q on disk", i, memory[i], disk[i])
		}
	}
}

func TestSameBytes(t *testing.T) {
	if !bytes.Equal(compiled(t, afghan), compiled(t, afghan)) {
		t.Error("the same sources gave different bytes")
	}
}

// TestAbandonedFiles checks that a build clears away what killed ones left, and
// nothing else.
func TestAbandonedFiles(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "g.dlg")
	being, err := unfinished(path) // another build, under way
	if err != nil {
		t.Fatal(err)
	}
	defer being.Close()
	keep := []string{filepath.Base(being.Name()), ".other.dlg.12.part", ".g.dlg.notes.part", "g.dlg.12.part"}
	for _, name := range append([]string{".g.dlg.12.part", ".g.dlg.3456.part"}, keep[1:]...) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := CompileFile(t.Context(), path, []Source{afghan}, CompileOptions{}); err != nil {
		t.Fatal(err)
	}
	var left []string
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		left = append(left, f.Name())
	}
	want := slices.Concat(keep, []string{"g.dlg"})
	slices.Sort(want)
	if !slices.Equal(left, want) {
		t.Errorf("left are %q, want %q", left, want)
	}
}
