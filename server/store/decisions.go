package store

import (
	"context"
	"fmt"
	"time"

	"dateline/geo"
)

// Scope is the set of mentions that a decision applies to.
type Scope string

// The scopes of decisions.
const (
	// ScopeMention is one mention.
	ScopeMention Scope = "mention"
	// ScopeCollection is a phrase in a collection.
	ScopeCollection Scope = "collection"
	// ScopeAll is a phrase in all collections.
	ScopeAll Scope = "all"
)

// Decision is a correction by a person: the place that mentions refer to, or none.
type Decision struct {
	ID    string
	Scope Scope
	// Collection, Mention and Phrase identify the mentions, as the scope requires.
	Collection, Mention, Phrase string
	// Place is the place, or "" if the mentions refer to no place.
	Place     geo.PlaceID
	Note      string
	Author    string
	DecidedAt time.Time
}

// PutDecision stores a decision, replacing an earlier one about the same mentions, and
// returns its id. Decisions are kept if articles are parsed again. The error wraps
// [geo.ErrInput] if the decision does not identify its mentions.
func (tx *Tx) PutDecision(ctx context.Context, d Decision) (id string, err error) {
	switch {
	case d.Scope == ScopeMention && d.Mention != "", d.Scope == ScopeCollection && d.Collection != "" && d.Phrase != "", d.Scope == ScopeAll && d.Phrase != "":
	default:
		return "", geo.Errorf(geo.ErrInput, "a decision of scope %q must identify its mentions", d.Scope)
	}
	d.Phrase, d.Note, d.Author = clean(d.Phrase), clean(d.Note), clean(d.Author)
	id = geo.ContentID("decision", string(d.Scope), d.Collection, d.Mention, d.Phrase)
	_, err = tx.tx.ExecContext(ctx, `INSERT INTO decisions (id, scope, collection, mention, phrase, place, note, who, made)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO UPDATE SET place = excluded.place, note = excluded.note,
			who = excluded.who, made = excluded.made`,
		id, string(d.Scope), d.Collection, d.Mention, d.Phrase, string(d.Place), d.Note, d.Author, millis(d.DecidedAt))
	if err != nil {
		return "", fmt.Errorf("storing a decision: %w", err)
	}
	return id, nil
}

// Decisions returns all decisions by time.
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

// DeleteDecision deletes a decision.
func (tx *Tx) DeleteDecision(ctx context.Context, id string) error {
	done, err := tx.tx.ExecContext(ctx, `DELETE FROM decisions WHERE id = $1`, id)
	if err != nil {
		return fmt.Errorf("deleting decision %q: %w", id, err)
	}
	if n, err := done.RowsAffected(); err == nil && n == 0 {
		return geo.Errorf(geo.ErrNotFound, "there is no decision %q", id)
	}
	return nil
}
