package article_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"dateline/geo/article"
	"dateline/geo/article/internal/documenttest"
)

// repeated is a stream of a beginning and then of one part after another.
type repeated struct {
	left []byte
	part func(n int) string
	n    int
	most int
}

func (r *repeated) Read(p []byte) (int, error) {
	if len(r.left) == 0 {
		if r.n == r.most {
			return 0, io.EOF
		}
		r.n++
		r.left = []byte(r.part(r.n))
	}
	n := copy(p, r.left)
	r.left = r.left[n:]
	return n, nil
}

// Formats that hold one article after another are read whatever their length: the
// limit is on each, and no more is read ahead than the encoding is told from.
func TestReadStreamsLongDocuments(t *testing.T) {
	const limit, count, ahead = 64 << 10, 100, 60
	random := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	for b.Len() < 40_000 {
		fmt.Fprintf(&b, "Rain %x fell. ", random.Uint64())
	}
	prose := b.String()
	for name, c := range map[string]struct {
		head string
		part func(n int) string
	}{
		"jsonl": {"", func(n int) string { return fmt.Sprintf("{\"id\": %d, \"text\": %q}\n", n, prose) }},
		"csv":   {"id,text\n", func(n int) string { return fmt.Sprintf("%d,\"%s\"\n", n, prose) }},
		"mbox":  {"", func(n int) string { return fmt.Sprintf("From a\nFrom: a@example.org\nSubject: %d\n\n%s\n\n", n, prose) }},
		"warc": {"", func(n int) string {
			return documenttest.WARCRecord("resource", fmt.Sprintf("https://news.example/%d", n), "text/plain", prose)
		}},
		"warc, compressed": {"", func(n int) string {
			return documenttest.Gzip(t, documenttest.WARCRecord("resource", fmt.Sprintf("https://news.example/%d", n), "text/plain", prose))
		}},
	} {
		read := 0
		source := &repeated{left: []byte(c.head), part: c.part, most: count}
		for a, err := range article.Read(context.Background(), source, article.Options{MaxBytes: limit}) {
			if err != nil {
				t.Fatalf("%s: article %d: %v", name, read+1, err)
			}
			if read++; len(a.Text) < len(prose)-1 {
				t.Fatalf("%s: article %d has %d bytes", name, read, len(a.Text))
			}
			if source.n > read+ahead {
				t.Fatalf("%s: article %d was yielded when %d had been read", name, read, source.n)
			}
		}
		if read != count {
			t.Errorf("%s: %d articles were read, want %d", name, read, count)
		}
	}
}
