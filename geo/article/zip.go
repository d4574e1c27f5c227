package article

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"path"
	"slices"
	"strings"

	"dateline/geo"
)

func isZip(head []byte, _ Options) bool { return bytes.HasPrefix(head, []byte("PK\x03\x04")) }

// readZip reads a DOCX, ODT or EPUB document, or each document of an archive in
// the order of their names. What it unpacks to is bounded in all by the limit on
// one document, whatever the sizes that the archive claims.
func readZip(ctx context.Context, r io.Reader, o Options) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		b, err := slurp(ctx, r, o.maxBytes())
		if err != nil {
			yield(nil, err)
			return
		}
		if bytes.Count(b, []byte("PK\x01\x02")) > 10*maxEntries { // before they are listed
			yield(nil, geo.Errorf(geo.ErrTooLarge, "an archive of more than %d files", maxEntries))
			return
		}
		z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			yield(nil, geo.Errorf(geo.ErrInput, "%w", err))
			return
		}
		if len(z.File) > maxEntries {
			yield(nil, geo.Errorf(geo.ErrTooLarge, "an archive of more than %d files", maxEntries))
			return
		}
		if o.left == nil {
			left := o.maxBytes()
			o.left = &left
		}
		box := &archive{files: z.File, left: o.left, ctx: ctx}
		if read := box.document(); read != nil {
			a, err := read(box)
			if err == nil && a.Text == "" {
				err = geo.Errorf(geo.ErrInput, "no text was found in it")
			}
			if err != nil {
				yield(nil, err)
				return
			}
			yield(o.finish(a), nil)
			return
		}
		box.each(o, yield)
	}
}

// archive is a ZIP file with what it may still unpack to, in bytes, together with
// the archives around it.
type archive struct {
	files []*zip.File
	left  *int64
	ctx   context.Context //nolint:containedctx // lives as long as one read
}

// document returns the reader of the document that the archive is, or nil for a
// plain archive.
func (z *archive) document() func(*archive) (*geo.Article, error) {
	switch {
	case z.find("word/document.xml") != nil:
		return readDOCX
	case z.find("META-INF/container.xml") != nil:
		return readEPUB
	case z.find("content.xml") != nil && z.find("mimetype") != nil:
		return readODT
	}
	return nil
}

func (z *archive) find(name string) *zip.File {
	for _, f := range z.files {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// bytes unpacks one file of the archive.
func (z *archive) bytes(name string) ([]byte, error) {
	f := z.find(name)
	if f == nil {
		return nil, geo.Errorf(geo.ErrInput, "it lacks %q", name)
	}
	return z.unpack(f)
}

func (z *archive) unpack(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, geo.Errorf(geo.ErrInput, "%q: %w", f.Name, err)
	}
	defer r.Close()
	b, err := slurp(z.ctx, r, *z.left)
	if errors.Is(err, geo.ErrTooLarge) {
		*z.left = -1 // the archives around it are over as well
		return nil, geo.Errorf(geo.ErrTooLarge, "the archive unpacks to more than the limit; the files after it were not read")
	}
	if err != nil {
		return nil, geo.Errorf(geo.ErrInput, "%q: %w", f.Name, err)
	}
	*z.left -= int64(len(b))
	return b, nil
}

// each reads the files of a plain archive.
func (z *archive) each(o Options, yield func(*geo.Article, error) bool) {
	files := slices.Clone(z.files)
	slices.SortStableFunc(files, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	name := o.Name
	for _, f := range files {
		base := path.Base(f.Name)
		if f.FileInfo().IsDir() || strings.HasPrefix(base, ".") || strings.HasPrefix(f.Name, "__MACOSX/") {
			continue
		}
		inner := o
		inner.Name, inner.ContentType, inner.depth = name+"!"+f.Name, "", o.depth+1
		if f.UncompressedSize64 > uint64(o.maxBytes()) {
			if !yield(nil, inner.fail(geo.Errorf(geo.ErrTooLarge, "more than %d MiB; split it", o.maxBytes()>>20))) {
				return
			}
			continue
		}
		b, err := z.unpack(f)
		if err != nil && !yield(nil, inner.fail(err)) {
			return
		}
		if err == nil && !forward(Read(z.ctx, bytes.NewReader(b), inner), yield) || *z.left < 0 {
			return
		}
	}
}
