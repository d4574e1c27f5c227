// Package atomicfile replaces files atomically: a reader sees the old content or the new, never a part of it.
//
// [Create] writes to a partial file in the same folder, and Commit flushes it to
// disk and renames it over the path in one step. If the process is killed before
// that, the old file is unchanged, and the next Create for the same path removes
// the partial file. [WriteFile] does all of it for content in memory, and [Replace]
// commits a file that something else has written.
//
//   - A symbolic link is followed: the file that it points to is replaced.
//   - Pipes, devices, sockets and /dev/stdout are written directly, because they
//     cannot be replaced.
//   - A directory, and a file that the process may not write, are errors.
//   - The permissions of an existing file are kept; its owner and its other hard
//     links are not.
package atomicfile

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// File is a file that is being written. Its methods must not be called
// concurrently.
type File struct {
	f *os.File
	// target is the path to replace, with symbolic links resolved; empty if f is
	// written directly.
	target string
	done   bool
}

// Create starts writing the file at path. The caller must call Discard, usually
// deferred, and Commit once everything is written. The permissions, less the
// process's umask, are those of a new file.
func Create(path string, perm fs.FileMode) (*File, error) {
	info, err := os.Stat(path)
	switch {
	case standardStream(path) != nil:
		return &File{f: standardStream(path)}, nil
	case err == nil && info.IsDir():
		return nil, &fs.PathError{Op: "create", Path: path, Err: errors.New("is a directory")}
	case err == nil && !info.Mode().IsRegular(), isDescriptor(path):
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return nil, err
		}
		return &File{f: f}, nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	target, err := resolveLinks(path)
	if err != nil {
		return nil, err
	}
	if info != nil { // opening it for writing checks that the process may write it
		existing, err := os.OpenFile(target, os.O_WRONLY, 0)
		if err != nil {
			return nil, err
		}
		if err := existing.Close(); err != nil {
			return nil, err
		}
	}
	removeStale(target)
	f, err := createPartial(target, perm)
	if err != nil {
		return nil, err
	}
	if info != nil {
		if err := f.Chmod(info.Mode().Perm()); err != nil {
			return nil, errors.Join(err, f.Close(), os.Remove(f.Name()))
		}
	}
	return &File{f: f, target: target}, nil
}

// Write appends to the file.
func (f *File) Write(b []byte) (int, error) { return f.f.Write(b) }

// Commit flushes the file to disk and replaces the old one.
func (f *File) Commit() error {
	if f.done {
		return fs.ErrClosed
	}
	f.done = true
	if f.target == "" {
		return f.closeDirect()
	}
	err := errors.Join(f.f.Sync(), f.f.Close())
	if err == nil {
		err = os.Rename(f.f.Name(), f.target)
	}
	if err != nil {
		_ = os.Remove(f.f.Name())
		return err
	}
	syncFolder(f.target)
	return nil
}

// Discard removes what was written and leaves the old file as it is. After
// Commit it does nothing.
func (f *File) Discard() {
	if f.done {
		return
	}
	f.done = true
	if f.target == "" {
		_ = f.closeDirect()
		return
	}
	_ = f.f.Close()
	_ = os.Remove(f.f.Name())
}

// closeDirect closes a file that was written directly, but not the standard
// streams.
func (f *File) closeDirect() error {
	if f.f == os.Stdout || f.f == os.Stderr {
		return nil
	}
	return f.f.Close()
}

// WriteFile writes content to the file at path, with the given permissions if the
// file is new.
func WriteFile(path string, content []byte, perm fs.FileMode) error {
	f, err := Create(path, perm)
	if err != nil {
		return err
	}
	defer f.Discard()
	if _, err := f.Write(content); err != nil {
		return err
	}
	return f.Commit()
}

// Replace flushes a finished file to disk and renames it to path. Both must be on
// the same file system. If path is a symbolic link, the file that it points to is
// replaced; if it exists and is not a regular file, Replace fails.
func Replace(finished, path string) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return &fs.PathError{Op: "replace", Path: path, Err: errors.New("is not a regular file")}
	}
	target, err := resolveLinks(path)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(finished, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(finished, target); err != nil {
		return err
	}
	syncFolder(target)
	return nil
}

// syncFolder flushes a new name to disk, on systems that support it.
func syncFolder(path string) {
	if dir, err := os.Open(filepath.Dir(path)); err == nil {
		_ = dir.Sync()
		_ = dir.Close()
	}
}

// standardStream returns the standard stream that a path refers to, or nil.
func standardStream(path string) *os.File {
	switch filepath.ToSlash(filepath.Clean(path)) {
	case "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1":
		return os.Stdout
	case "/dev/stderr", "/dev/fd/2", "/proc/self/fd/2":
		return os.Stderr
	}
	return nil
}

// isDescriptor reports whether a path refers to an open file descriptor, which
// may be of a regular file but must be written through the descriptor.
func isDescriptor(path string) bool {
	path = filepath.ToSlash(filepath.Clean(path))
	return strings.HasPrefix(path, "/dev/fd/") || strings.HasPrefix(path, "/proc/self/fd/")
}

// maxLinks bounds the symbolic links that are followed for one path.
const maxLinks = 40

// resolveLinks follows symbolic links from path, also to a file that does not
// exist yet.
func resolveLinks(path string) (string, error) {
	for range maxLinks {
		info, err := os.Lstat(path)
		if errors.Is(err, fs.ErrNotExist) || err == nil && info.Mode()&fs.ModeSymlink == 0 {
			return path, nil
		}
		if err != nil {
			return "", err
		}
		link, err := os.Readlink(path)
		if err != nil {
			return "", err
		}
		if !filepath.IsAbs(link) {
			link = filepath.Join(filepath.Dir(path), link)
		}
		path = link
	}
	return "", &fs.PathError{Op: "create", Path: path, Err: fmt.Errorf("more than %d symbolic links", maxLinks)}
}

// Partial files are named ".NAME.RANDOM.part", where RANDOM is partialDigits
// hexadecimal digits.
const (
	partialEnd    = ".part"
	partialDigits = 16
)

func partialPrefix(target string) string { return "." + filepath.Base(target) + "." }

// createPartial creates and locks the partial file of a target.
func createPartial(target string, perm fs.FileMode) (*os.File, error) {
	for {
		var random [partialDigits / 2]byte
		_, _ = rand.Read(random[:]) // never fails
		name := filepath.Join(filepath.Dir(target), partialPrefix(target)+hex.EncodeToString(random[:])+partialEnd)
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if err := lock(f); err != nil {
			return nil, errors.Join(err, f.Close(), os.Remove(name))
		}
		mine, errMine := f.Stat()
		current, errCurrent := os.Stat(name)
		if errMine == nil && errCurrent == nil && os.SameFile(mine, current) {
			return f, nil
		}
		_ = f.Close() // another process removed it as stale before it was locked
		if errMine != nil || !errors.Is(errCurrent, fs.ErrNotExist) {
			return nil, errors.Join(errMine, errCurrent)
		}
	}
}

// removeStale removes the partial files of a target that no process is writing.
func removeStale(target string) {
	entries, err := os.ReadDir(filepath.Dir(target))
	if err != nil {
		return // createPartial returns the error
	}
	for _, e := range entries {
		random, isPartial := strings.CutPrefix(e.Name(), partialPrefix(target))
		random, hasEnd := strings.CutSuffix(random, partialEnd)
		if _, err := hex.DecodeString(random); isPartial && hasEnd && err == nil && len(random) == partialDigits && e.Type().IsRegular() {
			removeUnlocked(filepath.Join(filepath.Dir(target), e.Name()))
		}
	}
}
