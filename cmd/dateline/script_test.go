package main

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"dateline/geo"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"dateline": main})
}

// TestScripts runs the scripts in testdata/script. The condition [built] is true in a
// program that was built with its gazetteer; $SMALL is one with a few places, and $GEONAMES a
// mirror of files of GeoNames.
func TestScripts(t *testing.T) {
	small, mirror := smallGazetteer(t), geonamesMirror(t)
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireUniqueNames:  true,
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv(storeVariable, filepath.Join(env.WorkDir, "store.db")) // not the store of the user
			env.Setenv("XDG_CACHE_HOME", filepath.Join(env.WorkDir, "cache"))
			nominatim := httptest.NewServer(onceEach())
			env.Defer(nominatim.Close)
			env.Setenv("NOMINATIM", nominatim.URL)
			geonames := httptest.NewServer(mirror)
			env.Defer(geonames.Close)
			env.Setenv("GEONAMES", geonames.URL)
			env.Setenv("SMALL", small)
			return nil
		},
		Condition: func(name string) (bool, error) {
			if name == "built" {
				return built(t), nil
			}
			return false, errors.New("unknown condition " + name)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"status": status},
	})
}

// onceEach returns a Nominatim that finds Qaryatzzan and not Qaryannone. It responds to
// the first request for a name and rejects the next.
func onceEach() http.HandlerFunc {
	var mu sync.Mutex
	requested := map[string]bool{}
	return func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		name := r.URL.Query().Get("q")
		switch {
		case r.URL.Path != "/search" || requested[name]:
			w.WriteHeader(http.StatusTooManyRequests)
		case name == "Qaryatzzan":
			_, _ = io.WriteString(w, qaryatzzan)
		case name == "Qaryannone":
			_, _ = io.WriteString(w, "[]")
		default:
			w.WriteHeader(http.StatusInternalServerError)
		}
		requested[name] = true
	}
}

// status runs a program and checks its exit status: "status 2 dateline bogus".
func status(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	if err != nil || neg {
		ts.Fatalf("usage: status N program [arg...]")
	}
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// smallGazetteer builds a gazetteer of the few places in testdata, for tests that need no
// others and run without the built-in one, and returns its path.
func smallGazetteer(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "small.dlg")
	if status, _, errs := try(nil, "gazetteer", "build", "--base", "none", "--table", "testdata/places.csv", "-o", path); status != exitDone {
		t.Fatalf("status %d: %s", status, errs)
	}
	return path
}

// built reports whether the program was built with its gazetteer, and logs why not. One
// that can't be opened fails the test.
func built(t testing.TB) bool {
	t.Helper()
	p, err := openParser("")
	if errors.Is(err, geo.ErrUnavailable) {
		t.Logf("tests that need the gazetteer are skipped: %v", err)
		return false
	}
	if err != nil {
		t.Error(err)
		return true
	}
	return p.Close() == nil
}

// try runs a command line in the process of the test and returns its output.
func try(stdin io.Reader, args ...string) (status int, stdout, stderr string) {
	var out, errs bytes.Buffer
	status = run(args, stdin, &out, &errs)
	return status, out.String(), errs.String()
}
