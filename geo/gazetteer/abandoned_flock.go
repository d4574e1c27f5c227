//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package gazetteer

import (
	"os"
	"syscall"
)

// hold keeps others from taking an unfinished file for an abandoned one, until it
// is closed or its process ends in whichever way.
func hold(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_EX) }

// removeAbandoned removes an unfinished file unless a process holds it. One that
// cannot be removed is in nobody's way.
func removeAbandoned(path string) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return
	}
	defer f.Close()
	if syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
		_ = os.Remove(path)
	}
}
