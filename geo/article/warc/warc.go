// Package warc reads web archives.
package warc

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"

	"dateline/geo"
	"dateline/geo/article/internal/document"
)

// headBytes is the size of the buffers in which the beginnings of records are found.
const headBytes = 64 << 10

// Is reports whether a document is a web archive, by its first bytes.
func Is(head []byte) bool {
	if isGzip(head) {
		z, err := gzip.NewReader(bytes.NewReader(head))
		if err != nil {
			return false
		}
		head = make([]byte, len("WARC/1."))
		if _, err := io.ReadFull(z, head); err != nil {
			return false
		}
	}
	return startsRecord(head)
}

func isGzip(head []byte) bool { return bytes.HasPrefix(head, []byte("\x1f\x8b\x08")) }

// Readers read the payloads of records.
type Readers struct {
	// Page reads a web page, Document any other document.
	Page, Document document.ReadFunc
	// Sniff returns the name of a document's format by its first bytes: "html", "pdf".
	Sniff func(head []byte) string
}

// Read yields the pages and documents of a web archive (WARC, ISO 28500), which may be
// compressed by gzip. The limit on one document applies to each record, not to the
// archive.
//
// The source of an article is the archive with the time of capture and the address,
// "crawl.warc.gz!2021-09-06T10:00:00Z/https://…". The time of capture is not used as
// the date of publication. Failed responses, feeds, images and scripts are skipped. A
// broken record is one error.
func Read(ctx context.Context, r io.Reader, o document.Options, readers Readers) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		in := bufio.NewReaderSize(document.ContextReader(ctx, r), headBytes)
		w := &webArchive{ctx: ctx, o: o, readers: readers, yield: yield}
		if head, _ := in.Peek(3); isGzip(head) {
			w.readMembers(in)
		} else if err := w.readRecords(in, math.MaxInt64); err != nil {
			w.emit(nil, err)
		}
		if !w.stopped && !w.emitted {
			yield(nil, geo.Errorf(geo.ErrInput, "the archive contains no page or document"))
		}
	}
}

// maxSkippedFactor is the number of times the limit on one document that a compressed
// stream may contain of skipped bytes.
const maxSkippedFactor = 4

// webArchive is the state of reading a web archive.
type webArchive struct {
	ctx     context.Context //nolint:containedctx // lives as long as one read
	o       document.Options
	readers Readers
	yield   func(*geo.Article, error) bool
	emitted bool // an article or an error
	stopped bool // by yield
	count   int  // of records
	block   bytes.Buffer
}

// emit yields an article or an error.
func (w *webArchive) emit(a *geo.Article, err error) {
	w.emitted = true
	if !w.stopped && !w.yield(a, err) {
		w.stopped = true
	}
}

// fail yields the error of the current record.
func (w *webArchive) fail(err error) { w.emit(nil, w.o.FailPart("record", w.count, err)) }

// readMembers reads the gzip members of a compressed archive, usually one a record.
// After a broken one it continues with the next that begins a record.
func (w *webArchive) readMembers(in *bufio.Reader) {
	var z gzip.Reader
	unpacked := bufio.NewReaderSize(nil, headBytes)
	for rewinds := 0; !w.stopped && nextMember(in); {
		m := &member{r: in}
		err := z.Reset(m)
		if err == nil {
			z.Multistream(false)
			unpacked.Reset(&z)
			err = w.readRecords(unpacked, maxSkippedFactor*w.o.Limit())
		}
		switch {
		case w.ctx.Err() != nil:
			w.emit(nil, w.ctx.Err())
			return
		case errors.Is(err, geo.ErrTooLarge):
			w.fail(err)
		case err != nil:
			w.fail(geo.Errorf(geo.ErrInput, "its compression is damaged: %w", err))
			if rest := m.rest(); rewinds < maxRewinds && len(rest) > 0 {
				rewinds++
				in = bufio.NewReaderSize(io.MultiReader(bytes.NewReader(rest), in), headBytes)
			}
		}
	}
}

// member records the first bytes of a gzip member: one that was cut short runs into the
// next, which can then be found in them.
type member struct {
	r        *bufio.Reader
	recorded []byte
	overflow bool // the member is longer than what is recorded
}

func (m *member) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	m.record(p[:n])
	return n, err
}

// ReadByte makes the decompressor read no byte more than it needs.
func (m *member) ReadByte() (byte, error) {
	c, err := m.r.ReadByte()
	if err == nil {
		m.record([]byte{c})
	}
	return c, err
}

func (m *member) record(b []byte) {
	if m.overflow = m.overflow || len(m.recorded)+len(b) > headBytes; !m.overflow {
		m.recorded = append(m.recorded, b...)
	}
}

// rest returns the bytes that were read after the member's first one, or nil if not all
// were recorded.
func (m *member) rest() []byte {
	if m.overflow || len(m.recorded) == 0 {
		return nil
	}
	return m.recorded[1:]
}

// nextMember skips to the next gzip member that begins a record and reports whether
// there is one.
func nextMember(in *bufio.Reader) bool {
	magic := []byte("\x1f\x8b\x08")
	for {
		head, _ := in.Peek(headBytes)
		if isGzip(head) && Is(head) {
			return true
		}
		if len(head) <= len(magic) {
			return false
		}
		skip := bytes.Index(head[1:], magic) + 1
		if skip == 0 {
			skip = len(head) - len(magic) + 1
		}
		if _, err := in.Discard(skip); err != nil {
			return false
		}
	}
}

// readRecords reads the records of a stream, of which it skips at most maxSkipped
// bytes. The error is that of reading the stream.
func (w *webArchive) readRecords(r *bufio.Reader, maxSkipped int64) error {
	s := &recordReader{r: r, limit: w.o.Limit(), maxSkipped: maxSkipped, block: &w.block}
	for !w.stopped && s.seek(-1) {
		w.count++
		rec, err := s.next()
		switch {
		case s.failed != nil:
			return s.failed
		case err != nil:
			w.fail(err)
		default:
			w.readPayload(rec)
		}
	}
	return s.failed
}

// readPayload yields the page or document of a record.
func (w *webArchive) readPayload(rec record) {
	p, err := rec.payload(w.ctx, w.o.Limit(), w.readers.Sniff)
	switch {
	case errors.Is(err, errSkip):
		return
	case err != nil:
		w.fail(err)
		return
	}
	inner := w.o
	inner.Name = fmt.Sprintf("%s!%s/%s", w.o.Name, rec.Get("WARC-Date"), p.address)
	inner.URL, inner.ContentType, inner.Length, inner.Depth = document.ResolveURL(nil, p.address), p.contentType, int64(len(p.body)), w.o.Depth+1
	read := w.readers.Document
	if p.isPage {
		read = w.readers.Page
	}
	for a, err := range read(w.ctx, bytes.NewReader(p.body), inner) {
		if w.emit(a, err); w.stopped {
			return
		}
	}
}
