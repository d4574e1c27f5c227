// Package zipfile reads ZIP archives with limits on their files and on what they unpack to.
package zipfile

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/geo/article/internal/document"
)

// MaxFiles is the limit on the files of an archive.
const MaxFiles = 10_000

// directoryEntry begins each entry of an archive's central directory.
var directoryEntry = []byte("PK\x01\x02")

// Is reports whether a document is a ZIP archive, by its first bytes.
func Is(head []byte) bool { return bytes.HasPrefix(head, []byte("PK\x03\x04")) }

// File is a file of an archive.
type File = zip.File

// Archive is a ZIP archive that unpacks to no more than a budget of bytes, which it
// shares with the archives around it.
type Archive struct {
	Files  []*File
	bytes  []byte
	budget *int64
	ctx    context.Context //nolint:containedctx // lives as long as one read
}

// New returns the archive in b. Its files unpack to no more than budget bytes in all,
// whatever sizes they claim. The error wraps [geo.ErrInput] or [geo.ErrTooLarge].
func New(ctx context.Context, b []byte, budget *int64) (*Archive, error) {
	tooMany := geo.Errorf(geo.ErrTooLarge, "the archive contains more than %d files", MaxFiles)
	if bytes.Count(b, directoryEntry) > 10*MaxFiles { // before they are listed
		return nil, tooMany
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, geo.Errorf(geo.ErrInput, "the file is damaged or incomplete")
	}
	if len(z.File) > MaxFiles {
		return nil, tooMany
	}
	return &Archive{Files: z.File, bytes: b, budget: budget, ctx: ctx}, nil
}

// Has reports whether the archive contains a file.
func (a *Archive) Has(name string) bool { return a.find(name) != nil }

func (a *Archive) find(name string) *File {
	i := slices.IndexFunc(a.Files, func(f *File) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return a.Files[i]
}

// Numbered returns the names of the files with a number between prefix and suffix, in
// the order of the numbers.
func (a *Archive) Numbered(prefix, suffix string) []string {
	names := map[int]string{}
	for _, f := range a.Files {
		number, ok := strings.CutPrefix(f.Name, prefix)
		if number, ok2 := strings.CutSuffix(number, suffix); ok && ok2 {
			if n, err := strconv.Atoi(number); err == nil {
				names[n] = f.Name
			}
		}
	}
	sorted := make([]string, 0, len(names))
	for _, n := range slices.Sorted(maps.Keys(names)) {
		sorted = append(sorted, names[n])
	}
	return sorted
}

// ReadFile unpacks a file by its name.
func (a *Archive) ReadFile(name string) ([]byte, error) {
	f := a.find(name)
	if f == nil {
		return nil, geo.Errorf(geo.ErrInput, "its part %q is missing", name)
	}
	return a.Unpack(f)
}

// Unpack unpacks a file. The error wraps [geo.ErrTooLarge] once the budget is spent;
// [Archive.Spent] is true from then on.
func (a *Archive) Unpack(f *File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, geo.Errorf(geo.ErrInput, "%q: %w", f.Name, err)
	}
	defer r.Close()
	b, err := document.ReadAll(a.ctx, r, *a.budget)
	if errors.Is(err, geo.ErrTooLarge) {
		return nil, a.spend()
	}
	if err != nil {
		return nil, geo.Errorf(geo.ErrInput, "%q: %w", f.Name, err)
	}
	*a.budget -= int64(len(b))
	return b, nil
}

// spend spends the rest of the budget, which is that of the archives around it as well, and returns the error.
func (a *Archive) spend() error {
	*a.budget = -1
	return geo.Errorf(geo.ErrTooLarge, "the archive unpacks to more than the limit; the remaining files were not read")
}

// Claim returns the archive as a whole for a library that unpacks it by itself, and the number of bytes that its files
// unpack to by what they declare, which archive/zip enforces. The budget is reduced by it. The error wraps
// [geo.ErrTooLarge].
func (a *Archive) Claim() (b []byte, size int64, err error) {
	for _, f := range a.Files {
		if f.UncompressedSize64 > uint64(*a.budget-size) {
			return nil, 0, a.spend()
		}
		size += int64(f.UncompressedSize64)
	}
	*a.budget -= size
	return a.bytes, size, nil
}

// Spent reports whether a file would have unpacked to more than the budget.
func (a *Archive) Spent() bool { return *a.budget < 0 }
