package pdf

import "golang.org/x/sys/unix"

// limitMemory limits the memory of this process, in bytes: an allocation beyond it ends
// the process.
func limitMemory(limit uint64) error {
	return unix.Setrlimit(unix.RLIMIT_DATA, &unix.Rlimit{Cur: limit, Max: limit})
}
