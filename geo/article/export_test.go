package article

import (
	"context"
	"fmt"
	"io"
	"iter"

	"dateline/geo"
)

// ReadAs reads a document as one format, whatever it looks like, so that a fuzz
// target spends no time on what another reader takes.
func ReadAs(ctx context.Context, name string, r io.Reader, o Options) iter.Seq2[*geo.Article, error] {
	for _, f := range (reader{o.PDF}).formats() {
		if f.name == name {
			return f.articles(ctx, r, o.document())
		}
	}
	panic(fmt.Sprintf("no format is called %q", name))
}

// Split returns the parts of an article, each at most limit bytes long.
var Split = split
