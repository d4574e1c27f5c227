package queue

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"strconv"
)

// machineID identifies the running kernel and the namespace of its process ids.
func machineID() string {
	boot, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return unidentified
	}
	namespace, err := os.Readlink("/proc/self/ns/pid")
	if err != nil {
		return unidentified
	}
	sum := sha256.Sum256(append(boot, namespace...))
	return hex.EncodeToString(sum[:6])
}

// processStart returns the start time of a process in clock ticks since boot, and
// whether the process is running; a zombie is not.
func processStart(pid int) (start string, running bool) {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return unidentified, !errors.Is(err, fs.ErrNotExist)
	}
	// The name in parentheses may contain anything; the state is the first field
	// after it, the start time the twentieth.
	fields := bytes.Fields(b[bytes.LastIndexByte(b, ')')+1:])
	const state, startTime = 0, 19
	if len(fields) <= startTime {
		return unidentified, true
	}
	return string(fields[startTime]), fields[state][0] != 'Z' && fields[state][0] != 'X'
}
