package compile

import (
	"context"
	"errors"
	"fmt"
	"io"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/source"
)

// Options are the options of a compilation. The zero value is valid.
type Options struct {
	// Skipped is called with the error of each entry that was skipped.
	Skipped func(error)
	// Progress is called now and then with the number of entries read of a source.
	Progress func(source string, entries int)
	// TempDir is the folder for temporary files; empty for the system's.
	TempDir string

	// reached is called at named points of File, for tests that kill the process.
	reached func(point string)
}

// Gazetteer merges sources into one gazetteer and writes it to w. Sources are in
// the order of precedence: a place that several of them know gets its id, name,
// kind and point from the first; the others add names and codes and whatever else
// the first lacks. The same sources give the same bytes. Entries with errors are
// reported to Skipped; any other error ends the compilation.
func Gazetteer(ctx context.Context, w io.Writer, sources []source.Source, o Options) (gazetteer.Info, error) {
	b := newBuilder(o.TempDir)
	defer b.names.close()
	if err := b.readAll(ctx, sources, o); err != nil {
		return gazetteer.Info{}, err
	}
	if len(b.places) == 0 {
		return gazetteer.Info{}, geo.Errorf(geo.ErrInput, "the sources contain no places")
	}
	if err := b.mergeDuplicates(); err != nil {
		return gazetteer.Info{}, err
	}
	return b.write(ctx, w)
}

// readAll reads the sources in their order. While one is compiled the next one is
// prefetched.
func (b *builder) readAll(ctx context.Context, sources []source.Source, o Options) error {
	var next *prefetcher
	for n, s := range sources {
		current := next
		if current == nil {
			current = prefetch(s)
		}
		if next = nil; n+1 < len(sources) {
			next = prefetch(sources[n+1])
		}
		err := b.read(ctx, n, s, current, o)
		current.stop()
		if err != nil {
			if next != nil {
				next.stop()
			}
			return fmt.Errorf("reading places from %s: %w", s.Info().Name, err)
		}
	}
	return nil
}

// read adds the entries of source number n.
func (b *builder) read(ctx context.Context, n int, s source.Source, from *prefetcher, o Options) error {
	count := gazetteer.SourceCount{SourceInfo: s.Info()}
	base, _ := s.(*baseSource)
	entries := 0
	for e, err := range from.entries() {
		if ctxErr := ctx.Err(); ctxErr != nil {
			return ctxErr
		}
		if entries++; o.Progress != nil && entries%100_000 == 0 {
			o.Progress(count.Name, entries)
		}
		if err == nil {
			err = checkEntry(&e)
		}
		var skipped *source.EntryError
		switch {
		case errors.As(err, &skipped):
			count.Skipped++
			if base != nil {
				base.places = append(base.places, noPlace)
			}
			if o.Skipped != nil {
				o.Skipped(err)
			}
			continue
		case err != nil:
			return err
		}
		at, added := b.add(uint8(n), &e)
		if b.err != nil {
			return b.err
		}
		if base != nil {
			base.places = append(base.places, at)
		}
		if added {
			count.Added++
		} else {
			count.Merged++
		}
	}
	b.sources = append(b.sources, count)
	if base != nil {
		b.addBase(n, base)
	}
	return b.simplifyOutlines(ctx)
}
