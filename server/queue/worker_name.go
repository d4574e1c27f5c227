package queue

import (
	"crypto/rand"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// maxHost is the number of bytes of the host name in the name of a worker: River
// limits the whole to 100.
const maxHost = 40

// workerName returns a unique name for a worker of this process,
// HOST-PID-MACHINE-START-RANDOM. MACHINE and START identify the process for
// [processState] and are "0" where that is not supported.
func workerName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	pid := os.Getpid()
	start, _ := processStart(pid)
	return fmt.Sprintf("%s-%d-%s-%s-%s", host[:min(len(host), maxHost)], pid, machineID(), start, rand.Text()[:8])
}

// liveness is what is known about the process of a worker.
type liveness int

const (
	unknown liveness = iota // on another machine, or not supported here
	alive
	dead
)

// processState reports whether the process of a worker is alive, where it ran on this
// machine.
func processState(worker string) liveness {
	parts := strings.Split(worker, "-")
	n := len(parts)
	if n < 5 || parts[n-3] == unidentified || parts[n-3] != machineID() {
		return unknown
	}
	pid, err := strconv.Atoi(parts[n-4])
	if err != nil {
		return unknown
	}
	start, running := processStart(pid)
	switch {
	case running && start == parts[n-2]:
		return alive
	case running && start == unidentified:
		return unknown
	}
	return dead
}

// unidentified is the value of an unknown machine or start time.
const unidentified = "0"
