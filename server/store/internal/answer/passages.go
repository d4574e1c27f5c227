package answer

import (
	"cmp"
	"context"
	"database/sql"

	"dateline/server/store/columns"
	"dateline/server/store/internal/database"
)

// factRef is a mention of a collection.
type factRef struct {
	article int64
	mention int
	key     Cursor
}

// facts returns the selected mentions of a place after a position, the last published first, without the first ones; more is false if there
// are none after them. It reads the first rows of the place, and finds the others in the columns: where a selection has few mentions of a place
// that is named often, the table has thousands of rows between them.
func (r *Result) facts(ctx context.Context, tx *sql.Tx, place uint32, after Cursor, skip, limit int) (refs []factRef, more bool, err error) {
	rows, err := r.firstFacts(ctx, tx, place, after)
	if err != nil {
		return nil, false, err
	}
	for _, f := range rows {
		switch {
		case !r.scan.Selected.Has(uint32(f.key.Number)):
		case skip > 0:
			skip--
		case len(refs) == limit:
			return refs, true, nil
		default:
			refs = append(refs, f)
		}
	}
	if len(rows) < firstPart {
		return refs, false, nil
	}
	rest, more, err := r.columnFacts(ctx, tx, place, rows[len(rows)-1].key, skip, limit-len(refs))
	return append(refs, rest...), more, err
}

// firstFacts returns the first mentions of a place after a position, the last published first.
func (r *Result) firstFacts(ctx context.Context, tx *sql.Tx, place uint32, after Cursor) (all []factRef, err error) {
	query, args := FactsQuery, []any{r.number, int64(place), firstPart}
	if after.set {
		query, args = FactsAfterQuery, append(args, after.Day, after.Number)
	}
	rows, err := tx.QueryContext(ctx, query, args...)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		f := factRef{key: Cursor{set: true}}
		err := row.Scan(&f.key.Day, &f.key.Number, &f.article, &f.mention)
		all = append(all, f)
		return err
	})
	return all, err
}

// slotRef is a mention in the columns.
type slotRef struct{ day, slot, article uint32 }

// columnFacts is facts from the columns alone.
func (r *Result) columnFacts(ctx context.Context, tx *sql.Tx, place uint32, after Cursor, skip, limit int) (refs []factRef, more bool, err error) {
	var all []slotRef
	for n := range r.data.Segments {
		if all, err = r.appendSlots(ctx, tx, all, n, place, after); err != nil {
			return nil, false, err
		}
	}
	more = len(all) > skip+limit
	all = firstSorted(all, func(a, b *slotRef) int { return cmp.Or(cmp.Compare(b.day, a.day), cmp.Compare(b.slot, a.slot)) }, skip, limit)
	if len(all) == 0 {
		return nil, false, nil
	}
	numbers := make([]int64, len(all))
	for i := range all {
		numbers[i] = int64(all[i].article)
	}
	articles := make(map[uint32]int64, len(all))
	condition, arg := r.answers.db.OneOf("number", 2, numbers)
	rows, err := tx.QueryContext(ctx, SequenceQuery+condition, r.Collection.Name, arg)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var number uint32
		var article int64
		err := row.Scan(&number, &article)
		articles[number] = article
		return err
	})
	for _, s := range all {
		refs = append(refs, factRef{articles[s.article], int(s.slot - r.data.Articles.First[s.article]), Cursor{int32(s.day), int64(s.slot), true}})
	}
	return refs, more, err
}

// appendSlots appends the selected mentions of a place after a position that are in a segment.
func (r *Result) appendSlots(ctx context.Context, tx *sql.Tx, all []slotRef, n int, place uint32, after Cursor) ([]slotRef, error) {
	first := uint32(n * columns.SegmentRows)
	selected := r.scan.Selected.Range(first, columns.SegmentRows)
	if selected.Empty() {
		return all, nil
	}
	m, err := r.answers.readSegment(ctx, tx, r.number, r.data, n)
	if err != nil {
		return nil, err
	}
	for i := range selected.All() {
		if m.Place[i] != place {
			continue
		}
		slot, day := first+i, r.data.Articles.Day[m.Article[i]]
		if after.set && cmp.Or(cmp.Compare(int64(day), int64(after.Day)), cmp.Compare(int64(slot), after.Number)) >= 0 {
			continue
		}
		all = append(all, slotRef{day, slot, m.Article[i]})
	}
	return all, nil
}
