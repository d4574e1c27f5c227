package compile

import (
	"iter"

	"dateline/geo/gazetteer/source"
)

// A prefetcher hands over prefetchBatch entries at a time and reads at most
// prefetchBatches batches ahead.
const (
	prefetchBatch   = 256
	prefetchBatches = 4
)

type prefetchedEntry struct {
	entry source.Entry
	err   error
}

// prefetcher reads a source in a goroutine of its own, because reading takes about
// as long as compiling.
type prefetcher struct {
	batches chan []prefetchedEntry
	stopped chan struct{}
}

// prefetch starts reading a source. The caller must call stop.
func prefetch(s source.Source) *prefetcher {
	p := &prefetcher{make(chan []prefetchedEntry, prefetchBatches), make(chan struct{})}
	go func() {
		defer close(p.batches)
		var batch []prefetchedEntry
		for e, err := range s.Entries() {
			if batch = append(batch, prefetchedEntry{e, err}); len(batch) == prefetchBatch {
				if !p.send(batch) {
					return
				}
				batch = make([]prefetchedEntry, 0, prefetchBatch)
			}
		}
		p.send(batch)
	}()
	return p
}

// send hands over a batch; it returns false if the prefetcher was stopped.
func (p *prefetcher) send(batch []prefetchedEntry) bool {
	select {
	case p.batches <- batch:
		return true
	case <-p.stopped:
		return false
	}
}

// stop ends the reading and waits until the source has closed its files.
func (p *prefetcher) stop() {
	close(p.stopped)
	for range p.batches {
	}
}

// entries yields what the source yields.
func (p *prefetcher) entries() iter.Seq2[source.Entry, error] {
	return func(yield func(source.Entry, error) bool) {
		for batch := range p.batches {
			for _, item := range batch {
				if !yield(item.entry, item.err) {
					return
				}
			}
		}
	}
}
