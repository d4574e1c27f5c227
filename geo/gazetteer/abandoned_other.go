//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package gazetteer

import (
	"os"
	"runtime"
)

// hold does nothing: what says that a file is being written is the system.
func hold(*os.File) error { return nil }

// removeAbandoned removes an unfinished file where the system does not let one be
// removed that is being written.
func removeAbandoned(path string) {
	if runtime.GOOS == "windows" {
		_ = os.Remove(path)
	}
}
