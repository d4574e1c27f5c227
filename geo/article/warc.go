package article

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
	"net/url"

	"dateline/geo"
)

func isWARC(head []byte, _ Options) bool {
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
	return bytes.HasPrefix(head, []byte("WARC/1.")) || bytes.HasPrefix(head, []byte("WARC/0."))
}

func isGzip(head []byte) bool { return bytes.HasPrefix(head, []byte("\x1f\x8b\x08")) }

// readWARC yields the pages and documents of a web archive (WARC, ISO 28500), one
// record after another, compressed by gzip or not. Only each record is bounded by
// the limit on one document, not the archive.
//
// An article's source is the archive with the time of capture and the address,
// "crawl.warc.gz!2021-09-06T10:00:00Z/https://…"; the time of capture is not
// taken for that of publication. Pages that were not found, feeds, pictures and
// scripts are passed over. A broken record is one error.
//
// No library that reads this format is kept up and served as a Go module.
func readWARC(ctx context.Context, r io.Reader, o Options) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		in := bufio.NewReaderSize(&stopping{ctx, r}, SniffBytes)
		w := &webArchive{ctx: ctx, o: o, yield: func(a *geo.Article, err error) bool { return yield(a, err) }}
		if head, _ := in.Peek(3); isGzip(head) {
			w.members(in)
		} else if err := w.records(in, math.MaxInt64); err != nil {
			w.give(nil, err)
		}
		if !w.stopped && !w.given {
			yield(nil, geo.Errorf(geo.ErrInput, "no page or document was found in it"))
		}
	}
}

// packedPatience is how many times the limit on one document a compressed stream
// may go on with what is passed over.
const packedPatience = 4

// webArchive is a web archive while it is read.
type webArchive struct {
	ctx            context.Context //nolint:containedctx // lives as long as one read
	o              Options
	yield          func(*geo.Article, error) bool
	given, stopped bool
	count          int // records so far
	block          bytes.Buffer
}

// give hands on an article or an error.
func (w *webArchive) give(a *geo.Article, err error) {
	w.given = true
	if !w.stopped && !w.yield(a, err) {
		w.stopped = true
	}
}

// fail tells of a broken record.
func (w *webArchive) fail(err error) {
	inner := w.o
	inner.Name = fmt.Sprintf("%s record %d", w.o.Name, w.count)
	w.give(nil, inner.fail(err))
}

// members reads the members of a compressed archive, mostly one for each record.
// After a broken one it looks for the next that begins like a record.
func (w *webArchive) members(in *bufio.Reader) {
	var z gzip.Reader
	unpacked := bufio.NewReaderSize(nil, SniffBytes)
	for rewinds := 0; !w.stopped && nextMember(in); {
		m := &member{r: in}
		err := z.Reset(m)
		if err == nil {
			z.Multistream(false)
			unpacked.Reset(&z)
			err = w.records(unpacked, packedPatience*w.o.maxBytes())
		}
		switch {
		case w.ctx.Err() != nil:
			w.give(nil, w.ctx.Err())
			return
		case errors.Is(err, geo.ErrTooLarge):
			w.fail(err)
		case err != nil:
			w.fail(geo.Errorf(geo.ErrInput, "its compression is broken: %w", err))
			if rest := m.rest(); rewinds < maxRewinds && len(rest) > 0 {
				rewinds++
				in = bufio.NewReaderSize(io.MultiReader(bytes.NewReader(rest), in), SniffBytes)
			}
		}
	}
}

// member keeps the first bytes of a compressed member while it is unpacked: one
// that was cut short runs into the next, which is then to be found in it.
type member struct {
	r    *bufio.Reader
	kept []byte
	lost bool // there was more than is kept
}

func (m *member) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	m.keep(p[:n])
	return n, err
}

// ReadByte lets the decompressor take no byte more than it needs.
func (m *member) ReadByte() (byte, error) {
	c, err := m.r.ReadByte()
	if err == nil {
		m.keep([]byte{c})
	}
	return c, err
}

func (m *member) keep(b []byte) {
	if m.lost = m.lost || len(m.kept)+len(b) > SniffBytes; !m.lost {
		m.kept = append(m.kept, b...)
	}
}

// rest is what was read of the member after its first byte, if all of it was kept.
func (m *member) rest() []byte {
	if m.lost || len(m.kept) == 0 {
		return nil
	}
	return m.kept[1:]
}

// nextMember skips to the next member that begins a record and reports whether
// there is one.
func nextMember(in *bufio.Reader) bool {
	magic := []byte("\x1f\x8b\x08")
	for {
		head, _ := in.Peek(SniffBytes)
		if isGzip(head) && isWARC(head, Options{}) {
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

// records reads records to the end of a stream, of which it passes over no more
// than patience bytes. The error is that of reading it.
func (w *webArchive) records(r *bufio.Reader, patience int64) error {
	s := &recordStream{r: r, limit: w.o.maxBytes(), patience: patience, block: &w.block}
	for !w.stopped && s.seek(-1) {
		w.count++
		rec, err := s.next()
		switch {
		case s.failed != nil:
			return s.failed
		case err != nil:
			w.fail(err)
		default:
			w.read(rec)
		}
	}
	return s.failed
}

// read yields what a record holds, if that is a page or a document.
func (w *webArchive) read(rec record) {
	p, err := rec.payload(w.ctx, w.o.maxBytes())
	switch {
	case errors.Is(err, errPassOver):
		return
	case err != nil:
		w.fail(err)
		return
	}
	inner := w.o
	inner.Name = fmt.Sprintf("%s!%s/%s", w.o.Name, rec.Get("WARC-Date"), p.address)
	inner.URL, inner.ContentType, inner.depth = webAddress(&url.URL{}, p.address), p.contentType, w.o.depth+1
	articles := Read(w.ctx, bytes.NewReader(p.body), inner)
	if p.page { // whatever its markup looks like
		articles = htmlFormat.articles(w.ctx, bytes.NewReader(p.body), inner)
	}
	for a, err := range articles {
		if w.give(a, err); w.stopped {
			return
		}
	}
}
