package queue

import (
	"os"
	"slices"
	"testing"
	"time"
)

func TestRunningFile(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	old := runningFileName("host-1-0-0-OLD")
	if err := os.WriteFile(old, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(old, time.Time{}, time.Now().Add(-2*staleAfter)); err != nil {
		t.Fatal(err)
	}
	name := workerName()
	f, err := createRunningFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(old); !os.IsNotExist(err) {
		t.Errorf("the file of a worker that died days ago: %v", err)
	}
	f.set(0, 7)
	f.set(2, 9)
	f.set(0, 0)
	f.set(1, 8)
	if ids, ok := runningJobs(name); !ok || !slices.Equal(ids, []int64{8, 9}) {
		t.Errorf("running are %v, known: %t", ids, ok)
	}
	f.remove()
	if ids, ok := runningJobs(name); ok {
		t.Errorf("after the end running are %v", ids)
	}
	var none *runningFile
	none.set(0, 1)
	none.remove()
}

func TestProcessState(t *testing.T) {
	name := workerName()
	for worker, want := range map[string]liveness{
		name: alive, "host-12-0-0-RANDOM": unknown, "dead": unknown, "": unknown, "a-b-" + machineID() + "-1-R": unknown,
	} {
		if got := processState(worker); got != want {
			t.Errorf("%q is %d, want %d", worker, got, want)
		}
	}
	if machineID() == unidentified {
		return // not supported here
	}
	if got := processState("host-999999999-" + machineID() + "-1-RANDOM"); got != dead {
		t.Errorf("a process that does not exist is %d", got)
	}
}
