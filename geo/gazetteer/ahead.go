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

// ahead yields what a source yields, which is read meanwhile by a goroutine of its
// own: reading and compiling take about as long as each other.
func ahead(s Source) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		batches, stopped := make(chan []aheadItem, aheadBatches), make(chan struct{})
		go func() {
			defer close(batches)
			send := func(b []aheadItem) bool {
				select {
				case batches <- b:
					return true
				case <-stopped:
					return false
				}
			}
			var batch []aheadItem
			for e, err := range s.Entries() {
				if batch = append(batch, aheadItem{e, err}); len(batch) == aheadBatch {
					if !send(batch) {
						return
					}
					batch = make([]aheadItem, 0, aheadBatch)
				}
			}
			send(batch)
		}()
		defer func() {
			close(stopped)
			for range batches { // until the source has let go of its files
			}
		}()
		for batch := range batches {
			for _, item := range batch {
				if !yield(item.entry, item.err) {
					return
				}
			}
		}
	}
}
