package gazetteer_test

import (
	"context"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/compile"
	"dateline/geo/gazetteer/internal/synthetic"
	"dateline/geo/gazetteer/source"
	"dateline/geo/gazetteer/source/geonames"
)

// The limits for a gazetteer of 12 million places with 25 million names.
const (
	fullMemory = 3 << 30
	fullBytes  = 2 << 30
)

// peakMemory returns the greatest resident memory of the process in bytes since the
// last call of resetPeak.
func peakMemory(t testing.TB) int64 {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip("resident memory is read from /proc, which does not exist")
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kb, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return kb << 10
}

// resetPeak resets peakMemory.
func resetPeak() {
	debug.FreeOSMemory()
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // on systems that support it
}

// BenchmarkFullSize builds and opens a gazetteer of the size of all of GeoNames. It
// takes minutes and needs 4 GB in the folder of the environment variable.
func BenchmarkFullSize(t *testing.B) {
	dir := os.Getenv("DATELINE_FULL_SIZE")
	if dir == "" {
		t.Skip("set DATELINE_FULL_SIZE to a folder with 4 GB of space to build a gazetteer of 12 million places")
	}
	dump := filepath.Join(dir, "dump")
	if _, err := os.Stat(filepath.Join(dump, "countryInfo.txt")); err != nil {
		if err := os.MkdirAll(dump, 0o755); err != nil {
			t.Fatal(err)
		}
		if _, err := synthetic.Write(dump, synthetic.Full()); err != nil {
			t.Fatal(err)
		}
	}
	names, err := geonames.New(dump)
	if err != nil {
		t.Fatal(err)
	}
	resetPeak()
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(2300 << 20))
	path := filepath.Join(dir, "full.dlg")
	start := time.Now()
	info, err := compile.File(context.Background(), path, []source.Source{names}, compile.Options{TempDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	took, memory := time.Since(start), peakMemory(t)
	t.Logf("%d places, %d names: built in %v with %d MB", info.Places, info.Names, took.Round(time.Second), memory>>20)
	if memory > fullMemory {
		t.Errorf("the build took %d bytes of memory, want at most %d", memory, int64(fullMemory))
	}
	st, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if st.Size() > fullBytes {
		t.Errorf("the file has %d bytes, want at most %d", st.Size(), int64(fullBytes))
	}
	resetPeak()
	before := peakMemory(t)
	start = time.Now()
	g, err := gazetteer.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	t.Logf("opened in %v", time.Since(start))
	var buf [1 << 12]gazetteer.NameRef
	found := 0
	for r := gazetteer.Ref(0); int(r) < g.Len(); r += 1201 {
		if len(g.Lookup(buf[:0], gazetteer.Normalize(nil, g.Name(r)))) > 0 {
			found++
		}
	}
	if want := (g.Len() + 1200) / 1201; found != want {
		t.Errorf("%d of %d places were found by their names", found, want)
	}
	t.Logf("%d MB; 10,000 look-ups all over it took %d MB of memory", st.Size()>>20, (peakMemory(t)-before)>>20)
}
