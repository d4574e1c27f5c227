package warc

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/text"
)

// Limits on one record of a web archive.
const (
	maxHeaderBytes = 64 << 10
	// maxRewinds is the number of times that a stream is read again from inside a
	// record whose length was wrong.
	maxRewinds = 16
)

// record is one record of a web archive.
type record struct {
	textproto.MIMEHeader
	block []byte // valid until the next record is read
	// truncated is set if the block is longer than the limit on one document and only
	// its beginning was read.
	truncated bool
}

// recordReader splits a stream into records.
type recordReader struct {
	r          *bufio.Reader
	limit      int64 // on one block, in bytes
	maxSkipped int64 // bytes that may still be skipped
	block      *bytes.Buffer
	rewinds    int
	failed     error // the error of the stream, other than its end
}

func startsRecord(b []byte) bool {
	return bytes.HasPrefix(b, []byte("WARC/1.")) || bytes.HasPrefix(b, []byte("WARC/0."))
}

// seek skips to the next line that begins a record and reports whether there is one
// within maxBytes bytes, or in the rest of the stream if that is negative.
func (s *recordReader) seek(maxBytes int64) bool {
	for atLineStart := true; maxBytes != 0; {
		if atLineStart {
			if head, _ := s.r.Peek(len("WARC/1.")); startsRecord(head) {
				return true
			}
		}
		line, err := s.r.ReadSlice('\n')
		if atLineStart = err == nil; err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			s.fail(err)
			return false
		}
		if maxBytes > 0 {
			maxBytes = max(0, maxBytes-int64(len(line)))
		}
		if s.maxSkipped -= int64(len(line)); s.maxSkipped < 0 {
			s.fail(geo.Errorf(geo.ErrTooLarge, "the record unpacks to far more than the limit"))
			return false
		}
	}
	return false
}

func (s *recordReader) fail(err error) {
	if !errors.Is(err, io.EOF) {
		s.failed = err
	}
}

// next reads the record at the current position. After an error the caller must seek
// the next record; for a record that claims to be longer than it is, that is the one
// which follows it.
func (s *recordReader) next() (record, error) {
	header, err := s.readHeader()
	if err != nil {
		return record{}, err
	}
	length, err := strconv.ParseInt(header.Get("Content-Length"), 10, 63)
	if err != nil || length < 0 {
		return record{}, geo.Errorf(geo.ErrInput, "the record has the length %.20q", header.Get("Content-Length"))
	}
	s.block.Reset()
	n, err := s.block.ReadFrom(io.LimitReader(s.r, min(length, s.limit)))
	if err != nil {
		s.fail(err)
		return record{}, err
	}
	rec := record{MIMEHeader: header, block: s.block.Bytes(), truncated: n == s.limit && length > s.limit}
	switch {
	case rec.truncated && !s.rewind(rec.block):
		s.seek(length - n)
		return rec, nil
	case n == length && s.atBoundary():
		return rec, nil
	case !rec.truncated:
		s.rewind(rec.block)
	}
	return record{}, geo.Errorf(geo.ErrInput, "the length of the record is not the %d bytes of its header", length)
}

// readHeader reads the named fields of a record.
func (s *recordReader) readHeader() (textproto.MIMEHeader, error) {
	var fields []byte
	for n := 0; ; n++ {
		line, err := s.r.ReadSlice('\n')
		if err != nil {
			s.fail(err)
			return nil, geo.Errorf(geo.ErrInput, "the header of the record has no end")
		}
		if n > 0 { // after the line with the version
			fields = append(fields, line...)
		}
		if len(bytes.TrimRight(line, "\r\n")) == 0 {
			break
		}
		if len(fields) > maxHeaderBytes {
			return nil, geo.Errorf(geo.ErrTooLarge, "the header of the record is larger than %s", text.FormatBytes(maxHeaderBytes))
		}
	}
	header, err := textproto.NewReader(bufio.NewReader(bytes.NewReader(fields))).ReadMIMEHeader()
	if err != nil {
		return nil, geo.Errorf(geo.ErrInput, "the header of the record cannot be parsed: %w", err)
	}
	return header, nil
}

// atBoundary reports whether the stream is between two records or at its end, as it
// must be after a block.
func (s *recordReader) atBoundary() bool {
	for {
		head, err := s.r.Peek(len("WARC/1."))
		switch {
		case len(head) == 0:
			s.fail(err)
			return s.failed == nil
		case head[0] != '\r' && head[0] != '\n':
			return startsRecord(head)
		}
		if _, err := s.r.Discard(1); err != nil {
			s.fail(err)
			return false
		}
	}
}

// rewind goes back to the first record inside the block of a record that claims to be
// longer than it is, and reports whether there is one.
func (s *recordReader) rewind(block []byte) bool {
	for at := 0; s.rewinds < maxRewinds; at++ {
		i := bytes.Index(block[at:], []byte("\nWARC/"))
		if i < 0 {
			return false
		}
		if at += i; startsRecord(block[at+1:]) {
			s.rewinds++
			s.r = bufio.NewReaderSize(io.MultiReader(bytes.NewReader(bytes.Clone(block[at+1:])), s.r), headBytes)
			return true
		}
	}
	return false
}

// errSkip is the error of a record with neither a page nor a document.
var errSkip = errors.New("no page or document")

// payload is the page or document of a record.
type payload struct {
	address     string
	contentType string
	isPage      bool // HTML
	body        []byte
}

// payload returns the page or document of a response, resource or conversion record,
// decoded up to limit bytes. The error is errSkip for any other record.
func (r record) payload(ctx context.Context, limit int64, sniff func([]byte) string) (payload, error) {
	p := payload{address: strings.Trim(r.Get("WARC-Target-URI"), "<>"), contentType: r.Get("Content-Type"), body: r.block}
	decode := func() ([]byte, error) { return r.block, nil }
	switch r.Get("WARC-Type") {
	case "response":
		if !strings.HasPrefix(p.contentType, "application/http") {
			return p, errSkip
		}
		response, err := readResponse(r.block)
		if err != nil {
			return p, err
		}
		if response.status != http.StatusOK {
			return p, errSkip
		}
		p.contentType, p.body = response.header.Get("Content-Type"), response.body
		decode = func() ([]byte, error) { return response.decode(ctx, limit) }
	case "resource", "conversion":
	default:
		return p, errSkip
	}
	if !p.detectType(sniff) {
		return p, errSkip
	}
	if r.truncated {
		return p, fmt.Errorf("%s: %w", p.address, document.TooLarge(limit))
	}
	var err error
	p.body, err = decode()
	return p, err
}

// documentTypes are the media types that are read, other than those of pages.
var documentTypes = map[string]bool{
	"text/plain": true, "text/markdown": true, "application/pdf": true, "application/rtf": true, "text/rtf": true, "message/rfc822": true,
	"application/epub+zip": true, "application/vnd.oasis.opendocument.text": true,
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": true,
}

// detectType sets isPage and reports whether the payload is a page or document: by its
// content type, or by its first bytes if that is missing or generic.
func (p *payload) detectType(sniff func([]byte) string) bool {
	mediaType, _, err := mime.ParseMediaType(p.contentType)
	if err != nil {
		mediaType, _, _ = strings.Cut(p.contentType, ";")
	}
	if mediaType = strings.ToLower(strings.TrimSpace(mediaType)); mediaType == "" || mediaType == "application/octet-stream" {
		switch sniff(p.body) {
		case "html":
			mediaType = "text/html"
		case "pdf":
			mediaType = "application/pdf"
		}
	}
	p.isPage = mediaType == "text/html" || mediaType == "application/xhtml+xml"
	return p.isPage || documentTypes[mediaType] && !strings.HasSuffix(p.address, "/robots.txt")
}
