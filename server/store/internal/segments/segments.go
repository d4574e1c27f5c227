// Package segments reads and writes tables of packed columns, which are stored in parts.
package segments

import (
	"context"
	"fmt"
	"slices"

	"dateline/server/store/columns"
	"dateline/server/store/internal/database"
)

// Table is a table of packed columns of a collection in a transaction: its rows are in parts,
// each a row of segments. A part does not cross a multiple of [columns.SegmentRows]. New rows
// are new parts, which are merged with the part before them once that is not much larger, so
// that a row is written again only a few times.
type Table struct {
	tx         *database.Tx
	collection int64
	kind       columns.Kind
	parts      []*part
	deleted    []int64 // first rows of parts that were merged
}

// part is a part of a table. Its columns are nil until they are read.
type part struct {
	first, count int
	columns      [][]uint32
	changed      bool
	stored       bool
}

// Open lists the parts of a table.
func Open(ctx context.Context, tx *database.Tx, collection int64, kind columns.Kind) (*Table, error) {
	t := &Table{tx: tx, collection: collection, kind: kind}
	rows, err := tx.Query(ctx, `SELECT first, count FROM segments WHERE collection = $1 AND kind = $2 ORDER BY first`, collection, int(kind))
	err = database.Scan(rows, err, func(row database.Scanner) error {
		p := &part{stored: true}
		err := row.Scan(&p.first, &p.count)
		t.parts = append(t.parts, p)
		return err
	})
	return t, err
}

// Len returns the number of rows.
func (t *Table) Len() int {
	if len(t.parts) == 0 {
		return 0
	}
	last := t.parts[len(t.parts)-1]
	return last.first + last.count
}

// load reads the columns of a part.
func (t *Table) load(ctx context.Context, p *part) error {
	if p.columns != nil {
		return nil
	}
	var data []byte
	err := t.tx.Row(ctx, `SELECT data FROM segments WHERE collection = $1 AND kind = $2 AND first = $3`, t.collection, int(t.kind), p.first).Scan(&data)
	if err == nil {
		p.columns, err = columns.Decode(data, t.kind.Width())
	}
	if err != nil {
		return fmt.Errorf("reading a column segment: %w", database.Category(err))
	}
	return nil
}

// at returns the part with a row.
func (t *Table) at(ctx context.Context, row int) (*part, error) {
	i, found := slices.BinarySearchFunc(t.parts, row, func(p *part, row int) int { return p.first - row })
	if !found {
		i--
	}
	p := t.parts[i]
	return p, t.load(ctx, p)
}

// Get returns the values of a row.
func (t *Table) Get(ctx context.Context, row int) ([]uint32, error) {
	p, err := t.at(ctx, row)
	if err != nil {
		return nil, err
	}
	values := make([]uint32, len(p.columns))
	for i := range p.columns {
		values[i] = p.columns[i][row-p.first]
	}
	return values, nil
}

// Set changes a row.
func (t *Table) Set(ctx context.Context, row int, values []uint32) error {
	p, err := t.at(ctx, row)
	if err != nil {
		return err
	}
	for i, v := range values {
		if p.columns[i][row-p.first] != v {
			p.columns[i][row-p.first] = v
			p.changed = true
		}
	}
	return nil
}

// Append adds a row.
func (t *Table) Append(values []uint32) {
	n := t.Len()
	var last *part
	if len(t.parts) > 0 {
		last = t.parts[len(t.parts)-1]
	}
	if last == nil || last.stored || n%columns.SegmentRows == 0 {
		last = &part{first: n, columns: make([][]uint32, t.kind.Width()), changed: true}
		t.parts = append(t.parts, last)
	}
	for i, v := range values {
		last.columns[i] = append(last.columns[i], v)
	}
	last.count++
	last.changed = true
}

// Write merges small parts at the end and writes the changed ones.
func (t *Table) Write(ctx context.Context, version int64) error {
	for len(t.parts) > 1 {
		last, before := t.parts[len(t.parts)-1], t.parts[len(t.parts)-2]
		if last.stored && !last.changed || last.first%columns.SegmentRows == 0 || before.count > 2*last.count {
			break
		}
		if err := t.load(ctx, before); err != nil {
			return err
		}
		if last.stored {
			if err := t.load(ctx, last); err != nil {
				return err
			}
			t.deleted = append(t.deleted, int64(last.first))
		}
		for i := range before.columns {
			before.columns[i] = append(before.columns[i], last.columns[i]...)
		}
		before.count += last.count
		before.changed = true
		t.parts = t.parts[:len(t.parts)-1]
	}
	for _, first := range t.deleted {
		if _, err := t.tx.Exec(ctx, `DELETE FROM segments WHERE collection = $1 AND kind = $2 AND first = $3`, t.collection, int(t.kind), first); err != nil {
			return fmt.Errorf("writing a column segment: %w", err)
		}
	}
	t.deleted = nil
	for _, p := range t.parts {
		if !p.changed {
			continue
		}
		_, err := t.tx.Exec(ctx, `INSERT INTO segments (collection, kind, first, count, version, data) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (collection, kind, first) DO UPDATE SET count = excluded.count, version = excluded.version, data = excluded.data`,
			t.collection, int(t.kind), p.first, p.count, version, columns.Encode(p.columns))
		if err != nil {
			return fmt.Errorf("writing a column segment: %w", err)
		}
		p.changed, p.stored = false, true
	}
	return nil
}
