package server

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"

	"dateline/geo"
	"dateline/server/internal/site"
)

// formParts reads the parts of a multipart form. A part with a malformed header does not
// prevent the following ones from being read.
type formParts struct {
	reader   *multipart.Reader
	body     *errorRecorder
	skipping bool // the content of a part with a malformed header
}

// errMalformedPart is the error for a part with a malformed header.
var errMalformedPart = site.Errorf(geo.ErrInput, "Its name contains characters that cannot be sent. Rename the file and upload it again.")

// malformedFile names a file whose header, and so its name, cannot be read.
const malformedFile = "A file"

// errorRecorder keeps the last error of a reader.
type errorRecorder struct {
	io.ReadCloser
	err error
}

func (r *errorRecorder) Read(b []byte) (int, error) {
	n, err := r.ReadCloser.Read(b)
	r.err = err
	return n, err
}

// newFormParts returns the parts of the form of a request.
func newFormParts(r *http.Request) (*formParts, error) {
	body := &errorRecorder{ReadCloser: r.Body}
	r.Body = body
	reader, err := r.MultipartReader()
	if err != nil {
		return nil, err
	}
	return &formParts{reader: reader, body: body}, nil
}

// next returns the next part, and io.EOF after the last one. After errMalformedPart, it
// can be called again.
func (p *formParts) next() (*multipart.Part, error) {
	for {
		part, err := p.reader.NextPart()
		_, malformed := errors.AsType[textproto.ProtocolError](err)
		switch {
		case err == nil:
			p.skipping = false
			return part, nil
		case p.body.err != nil && !errors.Is(p.body.err, io.EOF):
			return nil, site.BodyError(p.body.err)
		case errors.Is(err, io.EOF):
			return nil, io.EOF
		case malformed:
			p.skipping = true
			return nil, errMalformedPart
		case !p.skipping:
			return nil, site.BodyError(err)
		}
		// The reader expected a part and read a line of the content instead.
	}
}

// nextFile returns the next file, nil after the last one.
func (p *formParts) nextFile() (*multipart.Part, error) {
	for {
		part, err := p.next()
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		if part.FormName() == fieldFiles && part.FileName() != "" {
			return part, nil // browsers send an empty part if no file was chosen
		}
	}
}
