package store

import (
	"context"
	"fmt"
	"time"

	"dateline/geo"
)

// Scope says what a decision is about.
type Scope string

// The scopes of decisions.
const (
	// ScopeMention: one mention.
	ScopeMention Scope = "mention"
	// ScopeCollection: a phrase wherever a collection has it.
	ScopeCollection Scope = "collection"
	// ScopeAll: a phrase in all collections.
	ScopeAll Scope = "all"
)

// Decision is a person's correction: which place is meant, or that none is.
type Decision struct {
	ID    string
	Scope Scope
	// Collection, Mention and Phrase say what it is about, as far as the scope
	// wants them.
	Collection, Mention, Phrase string
	// Place is the place that is meant, or empty when it names none.
	Place     geo.PlaceID
	Note      string
	Author    string
	DecidedAt time.Time
}

// PutDecision keeps a decision, in place of an earlier one about the same thing,
// and returns its id. Decisions outlive the parses of the articles they are about.
func (tx *Tx) PutDecision(ctx context.Context, d Decision) (id string, err error) {
	switch {
	case d.Scope == ScopeMention && d.Mention != "", d.Scope == ScopeCollection && d.Collection != "" && d.Phrase != "", d.Scope == ScopeAll && d.Phrase != "":
	default:
		return "", geo.Errorf(geo.ErrInput, "a decision of scope %q must say what it is about", d.Scope)
	}
	d.Phrase, d.Note, d.Author = clean(d.Phrase), clean(d.Note), clean(d.Author)
	id = geo.ContentID("decision", string(d.Scope), d.Collection, d.Mention, d.Phrase)
	_, err = tx.tx.ExecContext(ctx, `INSERT INTO decisions (id, scope, collection, mention, phrase, place, note, who, made)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO UPDATE SET place = excluded.place, note = excluded.note,
			who = excluded.who, made = excluded.made`,
		id, string(d.Scope), d.Collection, d.Mention, d.Phrase, string(d.Place), d.Note, d.Author, millis(d.DecidedAt))
	if err != nil {
		return "", fmt.Errorf("keeping a decision: %w", err)
	}
	return id, nil
}

// Decisions lists all decisions in the order in which they were made.
func (db *DB) Decisions(ctx context.Context) ([]Decision, error) {
	rows, err := db.reader.QueryContext(ctx, `SELECT id, scope, collection, mention, phrase, place, note, who, made FROM decisions ORDER BY made, id`)
	if err != nil {
		return nil, fmt.Errorf("listing decisions: %w", category(err))
	}
	defer rows.Close()
	var all []Decision
	for rows.Next() {
		var d Decision
		var made int64
		if err := rows.Scan(&d.ID, &d.Scope, &d.Collection, &d.Mention, &d.Phrase, &d.Place, &d.Note, &d.Author, &made); err != nil {
			return nil, err
		}
		d.DecidedAt = moment(made)
		all = append(all, d)
	}
	return all, category(rows.Err())
}

// DeleteDecision takes a decision back.
func (tx *Tx) DeleteDecision(ctx context.Context, id string) error {
	done, err := tx.tx.ExecContext(ctx, `DELETE FROM decisions WHERE id = $1`, id)
	if err != nil {
		return fmt.Errorf("taking back decision %q: %w", id, err)
	}
	if n, err := done.RowsAffected(); err == nil && n == 0 {
		return geo.Errorf(geo.ErrNotFound, "decision %q", id)
	}
	return nil
}
