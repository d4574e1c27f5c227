package compile_test

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/compile"
	"dateline/geo/gazetteer/internal/gaztest"
	"dateline/geo/gazetteer/source"
)

// The environment of the test binary when it runs as a child that builds a file.
const (
	childFile  = "DATELINE_TEST_BUILD"       // the file
	childPoint = "DATELINE_TEST_BUILD_POINT" // the point at which it kills itself, empty to build again and again
)

func TestMain(m *testing.M) {
	if path := os.Getenv(childFile); path != "" {
		buildAsChild(path, os.Getenv(childPoint))
	}
	os.Exit(m.Run())
}

// buildAsChild builds until the process is killed.
func buildAsChild(path, point string) {
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		os.Exit(4)
	}
	options := compile.Options{}.WithReached(func(reached string) {
		if reached == point {
			_ = self.Kill()
			select {} // until the signal arrives
		}
	})
	for n := 0; ; n++ {
		places := gaztest.Afghan()
		places.List = append(places.List, source.Entry{Place: geo.Place{ID: geo.PlaceID("x:" + string(rune('a'+n%26))), Name: "Place", Kind: geo.KindSite}})
		if _, err := compile.File(context.Background(), path, []source.Source{places}, options); err != nil {
			os.Exit(3)
		}
		if point != "" {
			os.Exit(3)
		}
	}
}

// startChild starts a child that builds the file at path.
func startChild(t *testing.T, path, point string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Skip(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), childFile+"="+path, childPoint+"="+point, "TMPDIR="+t.TempDir())
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd
}

// waitKilled waits until a child was killed.
func waitKilled(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.Exited() {
		t.Fatalf("the child ended by itself: %v", err)
	}
}

// checkWhole checks that the file is complete and returns its number of places.
func checkWhole(t *testing.T, path string) int {
	t.Helper()
	g, err := gazetteer.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	if err := g.Verify(); err != nil {
		t.Error(err)
	}
	if got := g.Lookup(nil, []byte("kabul")); len(got) != 3 {
		t.Errorf("Kabul is %d places, want 3", len(got))
	}
	return g.Len()
}

// TestKilledBuild kills a build at every named point: the file is the old or the new
// one, complete, and the next build removes the partial file.
func TestKilledBuild(t *testing.T) {
	old := len(gaztest.Afghan().List)
	for point, want := range map[string]int{"created": old, "compiled": old, "written": old, "committed": old + 1} {
		t.Run(point, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path := filepath.Join(dir, "g.dlg")
			if err := os.WriteFile(path, gaztest.Compile(t, gaztest.Afghan()), 0o600); err != nil {
				t.Fatal(err)
			}
			waitKilled(t, startChild(t, path, point))
			if n := checkWhole(t, path); n != want {
				t.Errorf("%d places, want %d", n, want)
			}
			if _, err := compile.File(t.Context(), path, []source.Source{gaztest.Afghan()}, compile.Options{}); err != nil {
				t.Fatal(err)
			}
			if files, _ := os.ReadDir(dir); len(files) != 1 {
				t.Errorf("%d files remain after the next build, want 1", len(files))
			}
		})
	}
}

// TestKilledBuildAtRandom kills a process that builds again and again, at a random
// moment.
func TestKilledBuildAtRandom(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	delay := time.Duration(rand.New(rand.NewPCG(seed, 0)).Int64N(int64(200 * time.Millisecond)))
	t.Logf("seed %d: killed after %v", seed, delay)
	path := filepath.Join(t.TempDir(), "g.dlg")
	if err := os.WriteFile(path, gaztest.Compile(t, gaztest.Afghan()), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := startChild(t, path, "")
	timer := time.AfterFunc(delay, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	waitKilled(t, cmd)
	checkWhole(t, path)
}

// failingSource is a source that fails after its entries, or cancels the context
// there.
type failingSource struct {
	places gaztest.Entries
	err    error
	cancel context.CancelFunc
}

func (s failingSource) Info() gazetteer.SourceInfo { return s.places.Info() }

func (s failingSource) Entries() iter.Seq2[source.Entry, error] {
	return func(yield func(source.Entry, error) bool) {
		for e, err := range s.places.Entries() {
			if !yield(e, err) {
				return
			}
		}
		if s.cancel != nil {
			s.cancel()
		}
		if s.err != nil {
			yield(source.Entry{}, s.err)
		}
	}
}

// TestFailedBuild checks that the file remains as it was when a build fails, without
// a partial file.
func TestFailedBuild(t *testing.T) {
	old := gaztest.Compile(t, gaztest.Afghan())
	ctx, cancel := context.WithCancel(t.Context())
	failure := errors.New("the disk is on fire")
	for name, c := range map[string]struct {
		ctx     context.Context
		sources []source.Source
		options compile.Options
		want    error
	}{
		"a source fails":          {t.Context(), []source.Source{failingSource{places: gaztest.Afghan(), err: failure}}, compile.Options{}, failure},
		"the context is canceled": {ctx, []source.Source{failingSource{places: gaztest.Afghan(), cancel: cancel}, gaztest.Afghan()}, compile.Options{}, context.Canceled},
		"there are no places":     {t.Context(), []source.Source{gaztest.Entries{}}, compile.Options{}, geo.ErrInput},
		"there is no temporary folder": {
			t.Context(), []source.Source{gaztest.Afghan()}, compile.Options{TempDir: filepath.Join(t.TempDir(), "none")}, os.ErrNotExist,
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "g.dlg")
			if err := os.WriteFile(path, old, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := compile.File(c.ctx, path, c.sources, c.options); !errors.Is(err, c.want) {
				t.Fatalf("error %v, want %v", err, c.want)
			}
			if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, old) {
				t.Errorf("the file was changed (%v)", err)
			}
			if files, _ := os.ReadDir(dir); len(files) != 1 {
				t.Errorf("%d files, want 1", len(files))
			}
		})
	}
}

// TestSkippedEntries checks that invalid entries are reported and skipped.
func TestSkippedEntries(t *testing.T) {
	entry := func(id geo.PlaceID, name string, lat float64) source.Entry {
		e := source.Entry{Place: geo.Place{ID: id, Name: name, Kind: geo.KindSite}}
		e.Place.Point[1] = lat
		return e
	}
	long := geo.PlaceID("x:" + string(bytes.Repeat([]byte("y"), 200)))
	places := gaztest.Entries{Name: "places", List: []source.Entry{
		entry("x:1", "Valid", 1), entry("1", "Without a scheme", 1), entry("", "Without an id", 1), entry("x:2", " ", 1), entry("x:3", "Off the map", 91), entry(long, "Long id", 1),
	}}
	var skipped []string
	var b bytes.Buffer
	info, err := compile.Gazetteer(t.Context(), &b, []source.Source{places}, compile.Options{Skipped: func(err error) { skipped = append(skipped, err.Error()) }})
	if err != nil {
		t.Fatal(err)
	}
	if s := info.Sources[0]; s.Added != 1 || s.Skipped != 5 || len(skipped) != 5 {
		t.Errorf("%d added, %d skipped, %q; want 1 and 5", s.Added, s.Skipped, skipped)
	}
}

func TestSameSourcesGiveTheSameBytes(t *testing.T) {
	if !bytes.Equal(gaztest.Compile(t, gaztest.Afghan()), gaztest.Compile(t, gaztest.Afghan())) {
		t.Error("the same sources gave different bytes")
	}
}
