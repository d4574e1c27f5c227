package generate

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"dateline/server/selection"
	"dateline/server/store"
)

// queries are the selections that are measured, one after the other, with a different value each time.
var queries = []func(r *rand.Rand) string{
	func(*rand.Rand) string { return "" },
	func(r *rand.Rand) string {
		return fmt.Sprintf("country=%c%c", 'A'+r.IntN(7), 'A'+r.IntN(26))
	},
	func(r *rand.Rand) string { return fmt.Sprint("publisher=Paper+", r.IntN(publishers)) },
	func(r *rand.Rand) string { return fmt.Sprint("q=w", 40+r.IntN(400)) },
	func(r *rand.Rand) string {
		x, y := r.IntN(300)-160, r.IntN(90)-45
		return fmt.Sprintf("bbox=%d,%d,%d,%d", x, y, x+20, y+20)
	},
	func(r *rand.Rand) string { return fmt.Sprint("in=generated:province-", r.IntN(2000)) },
	func(r *rand.Rand) string {
		return fmt.Sprintf("confidence=certain&from=2024-%02d-01&to=2025-%02d-28", 1+r.IntN(12), 1+r.IntN(12))
	},
	func(r *rand.Rand) string {
		return fmt.Sprint("confidence=likely&lang=", languages[r.IntN(len(languages))])
	},
	func(r *rand.Rand) string {
		return fmt.Sprintf("spoken=1&from=2024-%02d-01&kind=settlement,site", 1+r.IntN(12))
	},
	func(r *rand.Rand) string { return fmt.Sprint("copies=one&publisher=Paper+", r.IntN(publishers)) },
}

// Measure answers selections of a collection for a number of readers at once and writes the times of each kind of answer. A view is one
// selection with its list, facets, days and six tiles, each of another reader with another selection.
func Measure(ctx context.Context, db *store.DB, collection string, readers, views int, w io.Writer) error {
	times := map[string][]time.Duration{}
	start, before := time.Now(), processorTime()
	var mu sync.Mutex
	var group sync.WaitGroup
	failed := make(chan error, readers)
	for reader := range readers {
		group.Go(func() {
			r := rand.New(rand.NewPCG(uint64(reader), 6))
			for n := range views {
				taken, err := view(ctx, db, collection, queries[(n+reader)%len(queries)](r), r)
				if err != nil {
					failed <- err
					return
				}
				mu.Lock()
				for what, d := range taken {
					times[what] = append(times[what], d...)
				}
				mu.Unlock()
			}
		})
	}
	group.Wait()
	close(failed)
	if err := <-failed; err != nil {
		return err
	}
	fmt.Fprintf(w, "%d readers: %d views in %.1f s, processor time %.1f ms a view\n", readers, readers*views, time.Since(start).Seconds(), ms(processorTime()-before)/float64(readers*views))
	for _, what := range []string{"selection", "list", "facets", "tile", "passages", "articles"} {
		d := times[what]
		slices.Sort(d)
		fmt.Fprintf(w, "%d readers, %-9s p50 %6.1f ms, p95 %6.1f ms, most %6.1f ms (%d)\n", readers, what, ms(d[len(d)/2]), ms(d[len(d)*95/100]), ms(d[len(d)-1]), len(d))
	}
	return nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// view answers one selection in all the ways in which a page shows it.
func view(ctx context.Context, db *store.DB, collection, query string, random *rand.Rand) (map[string][]time.Duration, error) {
	taken := map[string][]time.Duration{}
	timed := func(what string, f func() error) error {
		start := time.Now()
		err := f()
		taken[what] = append(taken[what], time.Since(start))
		return err
	}
	s, notices := selection.ParseQuery(query)
	if len(notices) > 0 {
		return nil, fmt.Errorf("%s: %v", query, notices)
	}
	var r *store.Result
	var rows []store.PlaceRow
	err := timed("selection", func() (err error) {
		r, err = db.Select(ctx, collection, s)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = timed("list", func() (err error) {
		rows, err = r.Places(ctx, store.PlaceOrders()[random.IntN(len(store.PlaceOrders()))], 0, 200)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = timed("facets", func() error {
		for _, key := range store.FacetKeys() {
			if _, err := r.Facet(ctx, key); err != nil {
				return err
			}
		}
		_ = r.Days()
		return nil
	})
	if err != nil {
		return nil, err
	}
	for range 6 {
		z := 2 + random.IntN(6)
		err := timed("tile", func() error {
			_, err := r.Tile(ctx, z, random.IntN(1<<z), random.IntN(1<<z))
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	if len(rows) > 0 {
		err = timed("passages", func() error {
			_, _, _, err := r.Passages(ctx, rows[0].ID, store.Cursor{}, 50)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	err = timed("articles", func() error {
		_, err := r.Articles(ctx, store.OrderNewest, 0, 50)
		return err
	})
	return taken, err
}
