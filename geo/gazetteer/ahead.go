package gazetteer

import "iter"

// aheadBatch is how many entries are handed over at a time, and aheadBatches how
// many such batches a source may be ahead.
const (
	aheadBatch   = 256
	aheadBatches = 4
)

type aheadItem struct {
	entry Entry
	err   error
}

// reading is a source that a goroutine of its own reads, as far as it may be
// ahead: reading and compiling take about as long as each other.
type reading struct {
	batches chan []aheadItem
	stopped chan struct{}
}

// ahead starts to read a source. The reading must be stopped.
func ahead(s Source) *reading {
	r := &reading{make(chan []aheadItem, aheadBatches), make(chan struct{})}
	go func() {
		defer close(r.batches)
		var batch []aheadItem
		for e, err := range s.Entries() {
			if batch = append(batch, aheadItem{e, err}); len(batch) == aheadBatch {
				if !r.send(batch) {
					return
				}
				batch = make([]aheadItem, 0, aheadBatch)
			}
		}
		r.send(batch)
	}()
	return r
}

func (r *reading) send(batch []aheadItem) bool {
	select {
	case r.batches <- batch:
		return true
	case <-r.stopped:
		return false
	}
}

// stop ends the reading, and waits until the source has let go of its files.
func (r *reading) stop() {
	close(r.stopped)
	for range r.batches {
	}
}

// entries yields what the source yields.
func (r *reading) entries() iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for batch := range r.batches {
			for _, item := range batch {
				if !yield(item.entry, item.err) {
					return
				}
			}
		}
	}
}
