//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package atomicfile

import (
	"os"
	"runtime"
)

// lock does nothing: these systems have no flock.
func lock(*os.File) error { return nil }

// removeUnlocked removes a partial file on Windows, which refuses to remove a
// file that a process has open. Elsewhere it does nothing.
func removeUnlocked(path string) {
	if runtime.GOOS == "windows" {
		_ = os.Remove(path)
	}
}
