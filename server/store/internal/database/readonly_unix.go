//go:build unix

package database

import (
	"errors"
	"io/fs"
	"syscall"
)

// readOnlyError reports whether err means that a file or folder may not be written.
func readOnlyError(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)
}
