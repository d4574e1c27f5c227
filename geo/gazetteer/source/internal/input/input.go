// Package input opens the files of publishers, plain, compressed or in archives, and reads them by line or record.
package input

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dateline/geo"
)

// maxMembers bounds the files of an archive. GeoNames' archives have two.
const maxMembers = 4096

// ErrStopped is the error of a reader whose consumer wants no more entries.
var ErrStopped = errors.New("stopped")

// Input is one stream of bytes: a file, the content of a gzip file, or a file in a
// zip archive.
type Input struct {
	// Name is the name for messages: "AF.zip:AF.txt".
	Name string
	// Base is the last element of the name, without ".gz".
	Base     string
	path     string
	member   string // in the zip archive at path
	gzip     bool
	modified time.Time
}

// Find returns the inputs at a path, in the order of their names: of a folder those
// of its files, but not of folders in it; of a zip archive its files.
func Find(p string) ([]Input, error) {
	info, err := os.Stat(p)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, geo.Errorf(geo.ErrNotFound, "reading places: there is no file or folder %s", p)
	case err != nil:
		return nil, fmt.Errorf("reading places: %w", err)
	case !info.IsDir():
		return inFile(p, info)
	}
	files, err := os.ReadDir(p)
	if err != nil {
		return nil, fmt.Errorf("reading places: %w", err)
	}
	var all []Input
	for _, f := range files {
		if strings.HasPrefix(f.Name(), ".") {
			continue
		}
		full := filepath.Join(p, f.Name())
		info, err := os.Stat(full)
		if err != nil {
			return nil, fmt.Errorf("reading places: %w", err)
		}
		if !info.Mode().IsRegular() {
			continue
		}
		inputs, err := inFile(full, info)
		if err != nil {
			return nil, err
		}
		all = append(all, inputs...)
	}
	return all, nil
}

// inFile returns the inputs of a file, by its first bytes.
func inFile(p string, info fs.FileInfo) ([]Input, error) {
	head, err := firstBytes(p)
	if err != nil {
		return nil, err
	}
	in := Input{Name: p, Base: filepath.Base(p), path: p, modified: info.ModTime()}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return inArchive(p)
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		in.gzip = true
		in.Base = strings.TrimSuffix(in.Base, ".gz")
	}
	return []Input{in}, nil
}

func firstBytes(p string) ([]byte, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, fmt.Errorf("reading places: %w", err)
	}
	defer f.Close()
	head := make([]byte, 4)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, fmt.Errorf("reading places: %w", err)
	}
	return head[:n], nil
}

// inArchive returns the files of a zip archive.
func inArchive(p string) ([]Input, error) {
	z, err := zip.OpenReader(p)
	if err != nil {
		return nil, geo.Errorf(geo.ErrInput, "reading %s: %w; download it again", p, err)
	}
	defer z.Close()
	if len(z.File) > maxMembers {
		return nil, geo.Errorf(geo.ErrTooLarge, "reading %s: the archive has %d files, at most %d are supported", p, len(z.File), maxMembers)
	}
	var all []Input
	for _, f := range z.File {
		if f.FileInfo().IsDir() || strings.HasPrefix(path.Base(f.Name), ".") || strings.Contains(f.Name, "__MACOSX") {
			continue
		}
		all = append(all, Input{
			Name: p + ":" + f.Name, Base: path.Base(f.Name), path: p, member: f.Name, modified: f.Modified,
		})
	}
	slices.SortStableFunc(all, func(a, b Input) int { return strings.Compare(a.member, b.member) })
	return all, nil
}

// Open opens the input. Reading it to the end verifies the checksums of zip and
// gzip.
func (in *Input) Open() (io.ReadCloser, error) {
	if in.member != "" {
		return in.openMember()
	}
	f, err := os.Open(in.path)
	if err != nil {
		return nil, fmt.Errorf("reading places: %w", err)
	}
	if !in.gzip {
		return f, nil
	}
	z, err := gzip.NewReader(bufio.NewReaderSize(f, 1<<16))
	if err != nil {
		return nil, errors.Join(geo.Errorf(geo.ErrInput, "reading %s: %w", in.Name, err), f.Close())
	}
	return layeredReader{z, []io.Closer{z, f}}, nil
}

func (in *Input) openMember() (io.ReadCloser, error) {
	z, err := zip.OpenReader(in.path)
	if err != nil {
		return nil, geo.Errorf(geo.ErrInput, "reading %s: %w", in.Name, err)
	}
	for _, f := range z.File {
		if f.Name != in.member {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return nil, errors.Join(geo.Errorf(geo.ErrInput, "reading %s: %w", in.Name, err), z.Close())
		}
		return layeredReader{r, []io.Closer{r, z}}, nil
	}
	return nil, errors.Join(geo.Errorf(geo.ErrNotFound, "reading %s: the file is no longer in the archive", in.Name), z.Close())
}

// layeredReader is a reader that reads from other readers, which it closes too.
type layeredReader struct {
	io.Reader
	closers []io.Closer
}

func (r layeredReader) Close() error {
	var errs []error
	for _, c := range r.closers {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}

// Version returns the date of the newest input, for data without a version.
func Version(inputs ...Input) string {
	var newest time.Time
	for _, in := range inputs {
		if in.modified.After(newest) {
			newest = in.modified
		}
	}
	if newest.IsZero() {
		return ""
	}
	return newest.UTC().Format(time.DateOnly)
}

// Stem returns a file name without its extension.
func Stem(name string) string { return strings.TrimSuffix(name, filepath.Ext(name)) }
