package answer

import (
	"context"
	"database/sql"
	"iter"

	"dateline/server/store/internal/database"
)

// The sizes of the first and of the largest part of a list that is read in parts. Each part is twice as large as the one before. A query that
// ends early does not save time on PostgreSQL: its connection reads all rows before it can be used again.
const (
	firstPart = 128
	maxPart   = 8192
)

// inParts yields the rows of a list. read returns up to limit rows after a row, or the first ones after nil.
func inParts[T any](read func(after *T, limit int) ([]T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var after *T
		for limit := firstPart; ; limit = min(2*limit, maxPart) {
			rows, err := read(after, limit)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for i := range rows {
				if !yield(rows[i], nil) {
					return
				}
			}
			if len(rows) < limit {
				return
			}
			after = &rows[len(rows)-1]
		}
	}
}

// member is an article of a collection.
type member struct {
	article, slot int64
	number        uint32
}

// members yields the articles of the collection after an article, in the order of arrival.
func (r *Result) members(ctx context.Context, tx *sql.Tx, start int64) iter.Seq2[member, error] {
	return inParts(func(after *member, limit int) (all []member, err error) {
		if after != nil {
			start = after.article
		}
		rows, err := tx.QueryContext(ctx, MembersQuery, r.Collection.Name, start, limit)
		err = database.Scan(rows, err, func(row database.Scanner) error {
			var m member
			err := row.Scan(&m.article, &m.number, &m.slot)
			all = append(all, m)
			return err
		})
		return all, err
	})
}

// mentionsOf returns the number of selected mentions of an article.
func (r *Result) mentionsOf(m member) int {
	if int(m.number) >= len(r.scan.ArticleMentions) {
		return 0
	}
	return int(r.scan.ArticleMentions[m.number])
}
