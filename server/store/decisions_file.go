package store

import (
	"bufio"
	"bytes"
	"context"
	"dateline/server/store/internal/decision"
	"errors"
	"fmt"
	"io"
)

// WriteDecisions writes the decisions about a collection that apply, or all if it is empty, as JSON Lines in the order in which they were made. It returns
// their number.
func (db *DB) WriteDecisions(ctx context.Context, collection string, w io.Writer) (n int, err error) {
	if collection != "" {
		if _, err := db.Info(ctx, collection); err != nil {
			return 0, err
		}
	}
	all, err := db.Decisions(ctx, collection)
	if err != nil {
		return 0, err
	}
	out := bufio.NewWriter(w)
	for i := range all {
		if !all[i].UndoneAt.IsZero() {
			continue
		}
		line, err := decision.Marshal(all[i])
		if err != nil {
			return n, fmt.Errorf("writing the decision %s: %w", all[i].ID, err)
		}
		if _, err := out.Write(append(line, '\n')); err != nil {
			return n, fmt.Errorf("writing the decisions: %w", err)
		}
		n++
	}
	if err := out.Flush(); err != nil {
		return n, fmt.Errorf("writing the decisions: %w", err)
	}
	return n, nil
}

// LineError is a line of a file of decisions that was not imported.
type LineError struct {
	Line int // from 1
	Err  error
}

func (e *LineError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }
func (e *LineError) Unwrap() error { return e.Err }

// maxDecisionLine is the maximum length of a line of a file of decisions in bytes.
const maxDecisionLine = 1 << 20

// ReadDecisions stores and applies the decisions of a file of JSON Lines, as [DB.WriteDecisions] writes it. Those that are stored already change nothing. It returns
// the number of decisions and the lines that were not imported, such as those about articles that the store does not have. The error is that of reading.
func (db *DB) ReadDecisions(ctx context.Context, r io.Reader) (n int, failed []*LineError, err error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxDecisionLine)
	for number := 1; lines.Scan(); number++ {
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		d, err := decision.Unmarshal(line)
		if err == nil {
			err = db.Update(ctx, func(tx *Tx) error {
				_, _, err := tx.Decide(ctx, d)
				return err
			})
		}
		if ctx.Err() != nil {
			return n, failed, ctx.Err()
		}
		if err != nil {
			failed = append(failed, &LineError{number, err})
			continue
		}
		n++
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		failed = append(failed, &LineError{n + len(failed) + 1, fmt.Errorf("it is longer than %d bytes", maxDecisionLine)})
	} else if err != nil {
		return n, failed, fmt.Errorf("reading the decisions: %w", err)
	}
	return n, failed, nil
}
