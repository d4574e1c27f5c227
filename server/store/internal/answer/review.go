package answer

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"dateline/geo"
	"dateline/server/selection"
	"dateline/server/store/columns"
	"dateline/server/store/internal/database"
)

// ReviewGroup are undecided mentions with the same phrase and the same proposed place.
type ReviewGroup struct {
	Phrase string
	// Place is the proposed place, or nil.
	Place *PlaceRow
	// Outcome is that of the mentions.
	Outcome  geo.Outcome
	Mentions int
	Articles int
	// Probability is the mean probability that the place is meant, 0 to 1, and Score the expected number of wrong mentions, twice of it for a
	// place that an editor picked.
	Probability, Score float64
	// Example is the id of a mention of the group.
	Example string
}

// ReviewTab is a list of groups to review.
type ReviewTab string

// The tabs.
const (
	ReviewUnclear ReviewTab = "unclear" // ambiguous, area only or not found
	ReviewLikely  ReviewTab = "likely"
	ReviewAll     ReviewTab = "all"
)

// review has the groups of a result, which are read once.
type review struct {
	mu   sync.Mutex
	done bool
	all  []reviewRow
}

// reviewRow is a group with the number of its place.
type reviewRow struct {
	ReviewGroup
	place uint32
}

// reviewKey identifies a group.
type reviewKey struct {
	phrase  string
	place   uint32
	outcome geo.Outcome
}

// ReviewGroups returns up to limit groups of undecided mentions of the selection from an offset on, those with the most expected errors first, and the
// number of groups.
func (r *Result) ReviewGroups(ctx context.Context, tab ReviewTab, offset, limit int) (groups []ReviewGroup, total int, err error) {
	all, err := r.reviewRows(ctx)
	if err != nil {
		return nil, 0, fmt.Errorf("reading the mentions to review: %w", err)
	}
	var rows []reviewRow
	for _, g := range all {
		unclear := g.Outcome != geo.OutcomePlaced && g.Outcome != geo.OutcomeCountry
		if tab == ReviewUnclear && !unclear || tab == ReviewLikely && (unclear || g.Probability >= geo.CertainThreshold) {
			continue
		}
		rows = append(rows, g)
	}
	total = len(rows)
	offset = min(max(0, offset), total)
	rows = rows[offset:min(total, offset+max(0, limit))]
	var counts []columns.PlaceCount
	for _, g := range rows {
		if c := r.placeCount(g.place); c != nil {
			counts = append(counts, *c)
		}
	}
	places, err := r.placeRows(ctx, counts)
	if err != nil {
		return nil, 0, err
	}
	for _, g := range rows {
		for i := range places {
			if places[i].Key == int(g.place) {
				g.Place = &places[i]
			}
		}
		groups = append(groups, g.ReviewGroup)
	}
	return groups, total, nil
}

// reviewRows reads the groups of the selection.
func (r *Result) reviewRows(ctx context.Context) ([]reviewRow, error) {
	r.review.mu.Lock()
	defer r.review.mu.Unlock()
	if r.review.done {
		return r.review.all, nil
	}
	now, tx, err := r.current(ctx)
	if err != nil {
		return nil, err
	}
	defer database.Rollback(tx)
	groups := map[reviewKey]*reviewRow{}
	last := map[reviewKey]int64{} // the last article
	rows, err := tx.QueryContext(ctx, reviewQuery, now.Collection.Name)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var slot, article int64
		var id, phrase string
		var probability float64
		var copies int
		if err := row.Scan(&slot, &article, &id, &phrase, &probability, &copies); err != nil {
			return err
		}
		if !now.scan.Selected.Has(uint32(slot)) {
			return nil
		}
		m, err := now.answers.readSegment(ctx, tx, now.number, now.data, int(slot/columns.SegmentRows))
		if err != nil {
			return err
		}
		at := slot % columns.SegmentRows
		if columns.StateOf(m.Codes[at]) != selection.StateUndecided {
			return nil
		}
		key := reviewKey{phrase, m.Place[at], columns.OutcomeOf(m.Codes[at])}
		g := groups[key]
		if g == nil {
			g = &reviewRow{ReviewGroup: ReviewGroup{Phrase: phrase, Outcome: key.outcome, Example: geo.CopyID(id, copies)}, place: key.place}
			groups[key] = g
		}
		g.Mentions++
		g.Probability += probability
		if last[key] != article || g.Articles == 0 {
			last[key] = article
			g.Articles++
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	all := make([]reviewRow, 0, len(groups))
	for _, g := range groups {
		g.Score = float64(g.Mentions) - g.Probability
		if now.data.Places.Picked[g.place] == 1 {
			g.Score *= 2
		}
		g.Probability /= float64(g.Mentions)
		all = append(all, *g)
	}
	slices.SortFunc(all, func(a, b reviewRow) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.Mentions, a.Mentions), cmp.Compare(a.Phrase, b.Phrase), cmp.Compare(a.place, b.place), cmp.Compare(a.Outcome, b.Outcome))
	})
	if now == r {
		r.review.all, r.review.done = all, true
	}
	return all, nil
}

// reviewQuery lists the mentions of a collection with their slots. Places that the program missed have none.
const reviewQuery = `SELECT m.slot + x.number, x.article, x.id, x.phrase, x.probability, m.copy FROM members m CROSS JOIN mentions x
	WHERE m.collection = $1 AND m.number > 0 AND m.trashed = 0 AND x.article = m.article ORDER BY x.article, x.number`
