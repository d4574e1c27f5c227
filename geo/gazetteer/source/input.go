package source

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

// maxMembers bounds the files of one archive; GeoNames' have two.
const maxMembers = 4096

// input is one stream of bytes: a file, a gzip file's content or a file within a
// zip.
type input struct {
	// name is how messages call it: "AF.zip:AF.txt".
	name string
	// base is the last part of the name, without ".gz".
	base     string
	path     string
	member   string // within the zip at path
	gzip     bool
	modified time.Time
}

// inputsAt returns the inputs at a path: of a folder those of its files, of a
// zip those within it. Folders within folders are not entered. The order is that
// of the names.
func inputsAt(p string) ([]input, error) {
	info, err := os.Stat(p)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, geo.Errorf(geo.ErrNotFound, "reading places from %s: no such file or folder", p)
	case err != nil:
		return nil, fmt.Errorf("reading places: %w", err)
	case !info.IsDir():
		return inputsOf(p, info)
	}
	files, err := os.ReadDir(p)
	if err != nil {
		return nil, fmt.Errorf("reading places: %w", err)
	}
	var all []input
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
		some, err := inputsOf(full, info)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

func inputsOf(p string, info fs.FileInfo) ([]input, error) {
	head, err := headOf(p)
	if err != nil {
		return nil, err
	}
	one := input{name: p, base: filepath.Base(p), path: p, modified: info.ModTime()}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return membersOf(p)
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		one.gzip = true
		one.base = strings.TrimSuffix(one.base, ".gz")
	}
	return []input{one}, nil
}

func headOf(p string) ([]byte, error) {
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

func membersOf(p string) ([]input, error) {
	z, err := zip.OpenReader(p)
	if err != nil {
		return nil, geo.Errorf(geo.ErrInput, "reading %s: %w; download it again", p, err)
	}
	defer z.Close()
	if len(z.File) > maxMembers {
		return nil, geo.Errorf(geo.ErrTooLarge, "reading %s: %d files in one zip, at most %d are read", p, len(z.File), maxMembers)
	}
	var all []input
	for _, f := range z.File {
		if f.FileInfo().IsDir() || strings.HasPrefix(path.Base(f.Name), ".") || strings.Contains(f.Name, "__MACOSX") {
			continue
		}
		all = append(all, input{
			name: p + ":" + f.Name, base: path.Base(f.Name), path: p, member: f.Name, modified: f.Modified,
		})
	}
	slices.SortStableFunc(all, func(a, b input) int { return strings.Compare(a.member, b.member) })
	return all, nil
}

// open starts reading. Reading to the end checks the checksums of zip and gzip.
func (in *input) open() (io.ReadCloser, error) {
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
		return nil, errors.Join(geo.Errorf(geo.ErrInput, "reading %s: %w", in.name, err), f.Close())
	}
	return stacked{z, []io.Closer{z, f}}, nil
}

func (in *input) openMember() (io.ReadCloser, error) {
	z, err := zip.OpenReader(in.path)
	if err != nil {
		return nil, geo.Errorf(geo.ErrInput, "reading %s: %w", in.name, err)
	}
	for _, f := range z.File {
		if f.Name != in.member {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return nil, errors.Join(geo.Errorf(geo.ErrInput, "reading %s: %w", in.name, err), z.Close())
		}
		return stacked{r, []io.Closer{r, z}}, nil
	}
	return nil, errors.Join(geo.Errorf(geo.ErrNotFound, "reading %s: the file is no longer in the zip", in.name), z.Close())
}

// stacked is a reader upon other readers, all closed together.
type stacked struct {
	io.Reader
	closers []io.Closer
}

func (s stacked) Close() error {
	var errs []error
	for _, c := range s.closers {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}

// version is the day of the newest input, as the version of data that has none.
func version(inputs ...input) string {
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
