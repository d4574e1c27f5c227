package store

import (
	"context"
	"math/bits"
	"strconv"
	"strings"
)

// maxRows is how many rows one statement puts in at most.
const maxRows = 256

// insert puts rows of values into a table; then stands behind the values. SQLite
// takes row by row, which with a prepared statement is faster than many in one. For
// PostgreSQL, where every statement is a way there and back, they go by powers of
// two: so there are few different statements, which pgx prepares once each.
func (tx *Tx) insert(ctx context.Context, into, then string, rows [][]any) error {
	for len(rows) > 0 {
		n := 1
		if tx.db.dialect == Postgres {
			n = min(maxRows, 1<<(bits.Len(uint(len(rows)))-1))
		}
		var values []any
		for _, row := range rows[:n] {
			values = append(values, row...)
		}
		if _, err := tx.exec(ctx, into+` VALUES `+tuples(n, len(rows[0]))+then, values...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// tuples is "($1,$2),($3,$4)", n tuples of parameters.
func tuples(n, width int) string {
	var b strings.Builder
	for i := range n * width {
		switch {
		case i == 0:
			b.WriteByte('(')
		case i%width == 0:
			b.WriteString("),(")
		default:
			b.WriteByte(',')
		}
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(i + 1))
	}
	b.WriteByte(')')
	return b.String()
}
