package article

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"

	"dateline/geo"
)

// Limits on one record of a web archive.
const (
	maxRecordHead = 64 << 10
	// maxRewinds bounds how often a stream is read again from within a record
	// whose length was wrong.
	maxRewinds = 16
)

// record is one record of a web archive.
type record struct {
	textproto.MIMEHeader
	block []byte // valid until the next record is read
	// cut says that the block is longer than the limit on one document, and that
	// only its beginning was read.
	cut bool
}

// recordStream takes a stream apart into records.
type recordStream struct {
	r        *bufio.Reader
	limit    int64 // on one block, in bytes
	patience int64 // how many bytes may yet be passed over
	block    *bytes.Buffer
	rewinds  int
	failed   error // what the stream itself said, but for its end
}

func startsRecord(b []byte) bool {
	return bytes.HasPrefix(b, []byte("WARC/1.")) || bytes.HasPrefix(b, []byte("WARC/0."))
}

// seek goes to the next line that begins a record, through most bytes or, if that
// is negative, through all, and reports whether there is one.
func (s *recordStream) seek(most int64) bool {
	for fresh := true; most != 0; {
		if fresh {
			if head, _ := s.r.Peek(len("WARC/1.")); startsRecord(head) {
				return true
			}
		}
		line, err := s.r.ReadSlice('\n')
		if fresh = err == nil; err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			s.fail(err)
			return false
		}
		if most > 0 {
			most = max(0, most-int64(len(line)))
		}
		if s.patience -= int64(len(line)); s.patience < 0 {
			s.fail(geo.Errorf(geo.ErrTooLarge, "a record unpacks to far more than the limit"))
			return false
		}
	}
	return false
}

func (s *recordStream) fail(err error) {
	if !errors.Is(err, io.EOF) {
		s.failed = err
	}
}

// next reads the record that the stream stands at. After an error the next one
// has to be sought; where a record claims to be longer than it is, that is the
// one it has run into.
func (s *recordStream) next() (record, error) {
	head, err := s.head()
	if err != nil {
		return record{}, err
	}
	length, err := strconv.ParseInt(head.Get("Content-Length"), 10, 63)
	if err != nil || length < 0 {
		return record{}, geo.Errorf(geo.ErrInput, "a record of length %.20q", head.Get("Content-Length"))
	}
	s.block.Reset()
	read, err := s.block.ReadFrom(io.LimitReader(s.r, min(length, s.limit)))
	if err != nil {
		s.fail(err)
		return record{}, err
	}
	rec := record{MIMEHeader: head, block: s.block.Bytes(), cut: read == s.limit && length > s.limit}
	switch {
	case rec.cut && !s.rewind(rec.block):
		s.seek(length - read)
		return rec, nil
	case read == length && s.between():
		return rec, nil
	case !rec.cut:
		s.rewind(rec.block)
	}
	return record{}, geo.Errorf(geo.ErrInput, "a record that is not %d bytes long as it says", length)
}

// head reads the named fields of a record.
func (s *recordStream) head() (textproto.MIMEHeader, error) {
	var fields []byte
	for n := 0; ; n++ {
		line, err := s.r.ReadSlice('\n')
		if err != nil {
			s.fail(err)
			return nil, geo.Errorf(geo.ErrInput, "a record whose header has no end")
		}
		if n > 0 { // after that of the version
			fields = append(fields, line...)
		}
		if len(bytes.TrimRight(line, "\r\n")) == 0 {
			break
		}
		if len(fields) > maxRecordHead {
			return nil, geo.Errorf(geo.ErrTooLarge, "a record with a header of more than %d KiB", maxRecordHead>>10)
		}
	}
	head, err := textproto.NewReader(bufio.NewReader(bytes.NewReader(fields))).ReadMIMEHeader()
	if err != nil {
		return nil, geo.Errorf(geo.ErrInput, "the header of a record: %w", err)
	}
	return head, nil
}

// between reports whether the stream stands between two records or at its end, as
// it must after a block.
func (s *recordStream) between() bool {
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

// rewind goes back to the first record within the block of one that claims to be
// longer than it is, and reports whether there is one.
func (s *recordStream) rewind(block []byte) bool {
	for at := 0; s.rewinds < maxRewinds; at++ {
		i := bytes.Index(block[at:], []byte("\nWARC/"))
		if i < 0 {
			return false
		}
		if at += i; startsRecord(block[at+1:]) {
			s.rewinds++
			s.r = bufio.NewReaderSize(io.MultiReader(bytes.NewReader(bytes.Clone(block[at+1:])), s.r), SniffBytes)
			return true
		}
	}
	return false
}

// errPassOver says that a record holds nothing to read.
var errPassOver = errors.New("nothing to read")

// payload is the page or document of a record.
type payload struct {
	address     string
	contentType string
	page        bool // HTML
	body        []byte
}

// payload takes the page or document out of a record: of a response, of a
// resource without one, or of a conversion of either. The body is unpacked up to
// limit bytes. What is neither page nor document gives errPassOver.
func (r record) payload(ctx context.Context, limit int64) (payload, error) {
	p := payload{address: strings.Trim(r.Get("WARC-Target-URI"), "<>"), contentType: r.Get("Content-Type"), body: r.block}
	unpack := func() ([]byte, error) { return r.block, nil }
	switch r.Get("WARC-Type") {
	case "response":
		if !strings.HasPrefix(p.contentType, "application/http") {
			return p, errPassOver
		}
		response, err := readResponse(r.block)
		if err != nil {
			return p, err
		}
		if response.status != http.StatusOK {
			return p, errPassOver
		}
		p.contentType, p.body = response.header.Get("Content-Type"), response.body
		unpack = func() ([]byte, error) { return response.unpack(ctx, limit) }
	case "resource", "conversion":
	default:
		return p, errPassOver
	}
	if !p.wanted() {
		return p, errPassOver
	}
	if r.cut {
		return p, geo.Errorf(geo.ErrTooLarge, "%s is more than %d MiB", p.address, limit>>20)
	}
	var err error
	p.body, err = unpack()
	return p, err
}

// documents are the content types that are read, besides those of pages.
var documents = map[string]bool{
	"text/plain": true, "text/markdown": true, "application/pdf": true, "application/rtf": true, "text/rtf": true, "message/rfc822": true,
	"application/epub+zip": true, "application/vnd.oasis.opendocument.text": true,
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": true,
}

// wanted reports whether the payload is a page or document: by its content type,
// or where it has none to speak of by its first bytes.
func (p *payload) wanted() bool {
	kind, _, err := mime.ParseMediaType(p.contentType)
	if err != nil {
		kind, _, _ = strings.Cut(p.contentType, ";")
	}
	if kind = strings.ToLower(strings.TrimSpace(kind)); kind == "" || kind == "application/octet-stream" {
		switch Sniff(p.body) {
		case "html":
			kind = "text/html"
		case "pdf":
			kind = "application/pdf"
		}
	}
	p.page = kind == "text/html" || kind == "application/xhtml+xml"
	return p.page || documents[kind] && !strings.HasSuffix(p.address, "/robots.txt")
}
