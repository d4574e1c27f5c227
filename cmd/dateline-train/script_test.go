package main

import (
	"errors"
	"os/exec"
	"strconv"
	"testing"

	"dateline/data"
	"dateline/geo"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"dateline-train": main})
}

// TestScripts runs the terminal transcripts in testdata/script. The condition
// [built] holds if the gazetteer is embedded.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireUniqueNames:  true,
		RequireExplicitExec: true,
		Condition: func(name string) (bool, error) {
			if name == "built" {
				return built(t), nil
			}
			return false, errors.New("unknown condition " + name)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"status": status},
	})
}

// built reports whether the gazetteer is embedded.
func built(t *testing.T) bool {
	t.Helper()
	_, err := data.Gazetteer()
	if err != nil && !errors.Is(err, geo.ErrUnavailable) {
		t.Error(err)
	}
	return err == nil
}

// status runs a program and checks its exit status: "status 2 dateline-train bogus".
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
