package answer

import (
	"context"
	"fmt"

	"dateline/server/store/columns"
	"dateline/server/store/internal/database"
)

// SparklineBins is the number of parts into which the days of a selection are divided for its places.
const SparklineBins = 12

// daysKey identifies the days of some places of an answer.
type daysKey struct {
	resultKey
	places string
}

// Sparklines returns the number of selected mentions of each place in equal parts of the days of publication of all selected mentions. It
// returns nil if these are of fewer than two days.
func (r *Result) Sparklines(ctx context.Context, rows []PlaceRow) ([][]uint32, error) {
	var first, last uint32
	for i := range r.scan.Places {
		if p := &r.scan.Places[i]; p.First > 0 {
			if first == 0 || p.First < first {
				first = p.First
			}
			last = max(last, p.Last)
		}
	}
	if len(rows) == 0 || last <= first {
		return nil, nil
	}
	places := make([]uint32, len(rows))
	for i := range rows {
		places[i] = uint32(rows[i].Key)
	}
	key := daysKey{r.key, fmt.Sprint(places)}
	if bins, ok := r.answers.days.Get(key); ok {
		return bins, nil
	}
	now, tx, err := r.current(ctx)
	if err != nil {
		return nil, err
	}
	defer database.Rollback(tx)
	if now.Version != r.Version { // the places may have other numbers
		return nil, nil
	}
	d := now.data.Data
	d.Segment = func(ctx context.Context, n int) (*columns.Mentions, error) {
		return now.answers.readSegment(ctx, tx, now.number, now.data, n)
	}
	bins, err := d.DayBins(ctx, r.scan.Selected, places, first, last, SparklineBins)
	if err != nil {
		return nil, fmt.Errorf("counting the days of places of the collection %q: %w", r.Collection.Name, err)
	}
	r.answers.days.Put(key, bins, len(key.places)+len(bins)*(SparklineBins*4+24)) // callers only read them
	return bins, nil
}
