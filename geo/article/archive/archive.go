// Package archive reads the documents in a ZIP archive, and the archives that are themselves a document.
package archive

import (
	"bytes"
	"context"
	"io"
	"iter"
	"path"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/article/internal/zipfile"
	"dateline/geo/article/office"
	"dateline/geo/article/table"
)

// IsZIP reports whether a document is a ZIP archive, by its first bytes.
func IsZIP(head []byte) bool { return zipfile.Is(head) }

// Read yields the article of a DOCX, PPTX, ODT or EPUB document, those of a workbook, or the articles of each
// document in an archive, in the order of their names. read reads these. All that
// the archive unpacks to, archives in it included, is bounded by the limit on one
// document.
func Read(ctx context.Context, r io.Reader, o document.Options, read document.ReadFunc) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		b, err := o.ReadAll(ctx, r)
		if err != nil {
			yield(nil, err)
			return
		}
		if o.Budget == nil {
			budget := o.Limit()
			o.Budget = &budget
		}
		z, err := zipfile.New(ctx, b, o.Budget)
		if err != nil {
			yield(nil, err)
			return
		}
		if table.IsXLSX(z) {
			table.ReadXLSX(z, o, yield)
			return
		}
		readOffice := office.Reader(z)
		if readOffice == nil {
			readFiles(ctx, z, o, read, yield)
			return
		}
		a, err := readOffice(z)
		if err == nil && a.Text == "" {
			err = document.ErrNoText
		}
		if err != nil {
			yield(nil, err)
			return
		}
		yield(o.Finish(a), nil)
	}
}

// readFiles reads the files of an archive. Folders, hidden files and the metadata that
// macOS adds are skipped.
func readFiles(ctx context.Context, z *zipfile.Archive, o document.Options, read document.ReadFunc, yield func(*geo.Article, error) bool) {
	files := slices.Clone(z.Files)
	slices.SortStableFunc(files, func(a, b *zipfile.File) int { return strings.Compare(a.Name, b.Name) })
	for _, f := range files {
		if f.FileInfo().IsDir() || strings.HasPrefix(path.Base(f.Name), ".") || strings.HasPrefix(f.Name, "__MACOSX/") {
			continue
		}
		inner := o
		inner.Name, inner.ContentType, inner.Depth = o.Name+"!"+f.Name, "", o.Depth+1
		if f.UncompressedSize64 > uint64(o.Limit()) {
			if !yield(nil, inner.Fail(document.TooLarge(o.Limit()))) {
				return
			}
			continue
		}
		b, err := z.Unpack(f)
		if err != nil {
			if !yield(nil, inner.Fail(err)) || z.Spent() {
				return
			}
			continue
		}
		inner.Length = int64(len(b))
		for a, err := range read(ctx, bytes.NewReader(b), inner) {
			if !yield(a, err) {
				return
			}
		}
		if z.Spent() {
			return
		}
	}
}
