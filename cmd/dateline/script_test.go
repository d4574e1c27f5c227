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

// TestScripts runs the terminal transcripts in testdata/script. The condition
// [built] holds in a program with its gazetteer and models.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireUniqueNames:  true,
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv(storeVariable, filepath.Join(env.WorkDir, "store.db")) // not the user's own
			env.Setenv("XDG_CACHE_HOME", filepath.Join(env.WorkDir, "cache"))
			nominatim := httptest.NewServer(onceEach())
			env.Defer(nominatim.Close)
			env.Setenv("NOMINATIM", nominatim.URL)
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

// onceEach is a Nominatim that answers about each name once, and then wants to be
// asked no more: it knows Qaryatzzan, and not Qaryannone.
func onceEach() http.HandlerFunc {
	var mu sync.Mutex
	asked := map[string]bool{}
	return func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		name := r.URL.Query().Get("q")
		switch {
		case r.URL.Path != "/search" || asked[name]:
			w.WriteHeader(http.StatusTooManyRequests)
		case name == "Qaryatzzan":
			_, _ = io.WriteString(w, qaryatzzan)
		case name == "Qaryannone":
			_, _ = io.WriteString(w, "[]")
		default:
			w.WriteHeader(http.StatusInternalServerError)
		}
		asked[name] = true
	}
}

// status runs a program and wants its exit status: "status 2 dateline bogus".
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

// built reports whether the program has its gazetteer and models, and says so in
// the test's log where it does not. One that is there but does not work fails the
// test.
func built(t *testing.T) bool {
	t.Helper()
	p, err := openParser("")
	if errors.Is(err, geo.ErrUnavailable) {
		t.Logf("what needs the gazetteer and models is skipped: %v", err)
		return false
	}
	if err != nil {
		t.Error(err)
		return true
	}
	return p.Close() == nil
}

// try runs a command line within the test and returns what it wrote.
func try(stdin io.Reader, args ...string) (status int, stdout, stderr string) {
	var out, errs bytes.Buffer
	status = run(args, stdin, &out, &errs)
	return status, out.String(), errs.String()
}
