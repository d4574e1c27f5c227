package answer

import (
	"context"
	"dateline/geo"
	"dateline/server/store/columns"
	"dateline/server/store/internal/collections"
	"dateline/server/store/internal/database"
)

// CheckColumns returns an error that wraps [geo.ErrCorrupt] if the columns of a collection are damaged.
func (a *Answers) CheckColumns(ctx context.Context, name string) error {
	tx, err := a.db.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer database.Rollback(tx)
	var c collections.Row
	var slots, members, facts, rows int64
	c.Name = name
	err = tx.QueryRowContext(ctx, `SELECT c.number, c.version, c.slots, coalesce((SELECT sum(m.slots) FROM members m WHERE m.collection = c.name), 0),
			(SELECT count(*) FROM facts f WHERE f.collection = c.number), coalesce((SELECT sum(s.count) FROM segments s WHERE s.collection = c.number AND s.kind = $2), 0)
		FROM collections c WHERE c.name = $1`, name, int(columns.MentionKind)).Scan(&c.Number, &c.Revision, &slots, &members, &facts, &rows)
	if err != nil {
		return err
	}
	if members != facts || rows != slots {
		return geo.Errorf(geo.ErrCorrupt, "they have %d mentions in %d rows, the articles have %d in %d", facts, rows, members, slots)
	}
	a.columns.RemoveIf(func(k columnKey) bool { return k.number == c.Number }) // what is stored is checked
	a.segments.RemoveIf(func(k segmentKey) bool { return k.number == c.Number })
	data, err := a.readColumns(ctx, tx, c)
	if err != nil {
		return err
	}
	for n := range data.Segments {
		if _, err := a.readSegment(ctx, tx, c.Number, data, n); err != nil {
			return err
		}
	}
	return nil
}
