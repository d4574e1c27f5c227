package server

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo"
	"dateline/server/importer"
	"dateline/server/internal/site"
	"dateline/server/view"
)

// Limits on uploaded files.
const (
	maxFile     = 64 << 20  // bytes of a file
	maxFiles    = 100       // files per request
	maxUpload   = 512 << 20 // bytes of a request with files
	maxUploads  = 4         // uploads at the same time; each has one file in memory
	leastUpload = 30 << 10  // bytes of a request with files that must arrive in uploadPeriod
	maxFileName = 255       // maximum bytes of a file's name; the rest is cut off
)

// restOfFiles names the files of an upload that were not read.
const restOfFiles = "The rest of the files"

// beginUpload counts an upload in progress until done is called. The error is for an
// upload beyond the limit.
func (s *server) beginUpload(w http.ResponseWriter) (done func(), err error) {
	select {
	case s.uploads <- struct{}{}:
		return func() { <-s.uploads }, nil
	default:
		w.Header().Set("Retry-After", "5")
		return nil, site.Errorf(geo.ErrUnavailable, "The server is busy with other uploads. Try again in a few seconds.")
	}
}

// addFiles submits uploaded files one by one as they arrive.
func (s *server) addFiles(w http.ResponseWriter, r *http.Request) error {
	c, err := s.importTarget(r)
	if err != nil {
		return err
	}
	done, err := s.beginUpload(w)
	if err != nil {
		return err
	}
	defer done()
	parts, err := newFormParts(r)
	if err != nil {
		return site.Errorf(geo.ErrInput, "Files must be sent as multipart/form-data.")
	}
	sub := submission{field: fieldFiles}
	for {
		part := s.nextFile(parts, &sub)
		if part == nil {
			break
		}
		s.addFile(r.Context(), c.name, part, &sub)
	}
	if sub.count() == 0 {
		sub.fail(s, "Files", site.Errorf(geo.ErrInput, "Choose at least one file."))
	}
	return s.answer(w, r, c, &sub, func(*view.AddArticles) {})
}

// nextFile returns the next file to add, nil after the last one and beyond the limit. It
// records the failures of the parts that it cannot read.
func (s *server) nextFile(parts *formParts, sub *submission) *multipart.Part {
	for {
		part, err := parts.nextFile()
		switch {
		case err == nil && part == nil:
			return nil
		case sub.count() == maxFiles:
			sub.fail(s, restOfFiles, site.Errorf(geo.ErrTooLarge, "You can upload %d files at a time. Zip them, or upload the rest afterwards.", maxFiles))
			return nil
		case err == nil:
			return part
		case !errors.Is(err, errMalformedPart):
			sub.fail(s, restOfFiles, err)
			return nil
		}
		sub.fail(s, malformedFile, err)
	}
}

func (s *server) addFile(ctx context.Context, collection string, part *multipart.Part, sub *submission) {
	name := cleanFileName(part.FileName())
	sub.add(s, name, func() (importer.SubmitResult, error) {
		return s.Importer.AddDocument(ctx, collection, name, &fileReader{r: part, left: maxFile})
	})
}

// cleanFileName removes what cannot be displayed from a file's name and shortens it
// from the front, because the extension identifies the format.
func cleanFileName(name string) string {
	name = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, name)
	for len(name) > maxFileName {
		_, size := utf8.DecodeRuneInString(name)
		name = name[size:]
	}
	if name == "" {
		return "unnamed"
	}
	return name
}

// fileReader reads a file and returns an error beyond the size limit.
type fileReader struct {
	r    io.Reader
	left int64
}

func (f *fileReader) Read(b []byte) (int, error) {
	if int64(len(b)) > f.left+1 {
		b = b[:f.left+1]
	}
	n, err := f.r.Read(b)
	if f.left -= int64(n); f.left < 0 {
		return 0, site.Errorf(geo.ErrTooLarge, "The file is larger than %d MB.", maxFile>>20)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = site.BodyError(err)
	}
	return n, err
}
