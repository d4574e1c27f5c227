package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dateline/geo"
	"dateline/server/store/internal/collections"
	"dateline/server/store/internal/database"
	"dateline/server/store/internal/decision"
)

// MissedMention returns the id of a place that the program missed in an article of a collection, at a span in bytes, and its phrase. The error
// wraps [geo.ErrInput] if the span is not in the text.
func (db *DB) MissedMention(ctx context.Context, collection, article string, s geo.Span) (id, phrase string, err error) {
	var text, hash string
	var number int
	err = db.Reader().QueryRowContext(ctx, `SELECT a.text, a.hash, m.copy FROM members m CROSS JOIN articles a WHERE m.collection = $1 AND m.id = $2 AND a.seq = m.article`,
		collection, article).Scan(&text, &hash, &number)
	if errors.Is(err, sql.ErrNoRows) {
		return "", "", collections.NoArticle(collection, article)
	}
	if err != nil {
		return "", "", fmt.Errorf("reading the article %q: %w", article, database.Category(err))
	}
	if s.Start < 0 || s.End > len(text) || s.Start >= s.End || !database.Storable(s.Text(text)) {
		return "", "", geo.Errorf(geo.ErrInput, "the words are not in the text of the article: select them again")
	}
	return geo.CopyID(geo.MentionID(&geo.Article{Hash: hash}, s), number), s.Text(text), nil
}

// Decide stores a decision and applies it. It returns its id and what it applies to. An earlier decision about the same mentions is kept and
// applies again if this one is undone. The error wraps [geo.ErrInput] if the decision is incomplete, and [geo.ErrNotFound] if there is no such
// mention, article or collection.
func (tx *Tx) Decide(ctx context.Context, d decision.Decision) (id string, effect Effect, err error) {
	if err := d.Check(); err != nil {
		return "", effect, err
	}
	d.Phrase, d.Note, d.Author = database.Clean(d.Phrase), database.Clean(d.Note), database.Clean(d.Author)
	if d.DecidedAt.IsZero() {
		d.DecidedAt = time.Now()
	}
	articles, effect, err := tx.affected(ctx, &d)
	if err != nil {
		return "", effect, err
	}
	key, placeID, err := tx.placeOf(ctx, &d)
	if err != nil {
		return "", effect, err
	}
	target := d.Target()
	var number int64
	if err := tx.Row(ctx, `SELECT 1 + coalesce(max(number), 0) FROM decisions`).Scan(&number); err != nil {
		return "", effect, fmt.Errorf("storing a decision: %w", err)
	}
	id = geo.ContentID(target, string(d.Choice), placeID, string(d.Role), d.Author, d.DecidedAt.UTC().Format(time.RFC3339Nano))
	_, err = tx.Exec(ctx, `INSERT INTO decisions (id, number, target, scope, collection, article, mention, phrase, choice, place, place_key, radius, role, first, past, note, who, made, undone)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 0) ON CONFLICT (id) DO UPDATE SET undone = 0`,
		id, number, target, string(d.Scope), d.Collection, d.Article, d.Mention, d.Phrase, string(d.Choice), placeID, key, d.RadiusKM, string(d.Role),
		d.Span.Start, d.Span.End, d.Note, d.Author, database.Millis(d.DecidedAt))
	if err != nil {
		return "", effect, fmt.Errorf("storing a decision: %w", err)
	}
	return id, effect, tx.apply(ctx, d.Collection, cause{CauseDecision, d.Author, id, d.Note}, articles)
}

// apply writes articles to the columns of a collection, or of all if it is empty, because decisions have changed.
func (tx *Tx) apply(ctx context.Context, collection string, c cause, articles []int64) error {
	if err := tx.flush(ctx); err != nil { // what changed for another reason
		return err
	}
	tx.decisions, tx.cause = nil, c
	if err := tx.changed(ctx, collection, articles...); err != nil {
		return err
	}
	err := tx.flush(ctx)
	tx.cause = cause{}
	return err
}

// placeOf stores the place of a decision and returns the key of its row and its id.
func (tx *Tx) placeOf(ctx context.Context, d *decision.Decision) (key int64, id string, err error) {
	if d.Choice != decision.ChoicePlace && d.Choice != decision.ChoiceArea {
		return 0, "", nil
	}
	p := &geo.Parsed{Resolutions: []geo.Resolution{{Place: d.Place}}}
	keys, err := tx.putPlaces(ctx, p)
	return keys[d.Place], string(d.Place.ID), err
}

// affected returns the articles with mentions to which a decision applies, and counts both.
func (tx *Tx) affected(ctx context.Context, d *decision.Decision) (articles []int64, e Effect, err error) {
	return affected(ctx, tx.SQL(), d)
}

// CountEffect counts the mentions and articles to which a decision would apply now.
func (db *DB) CountEffect(ctx context.Context, d decision.Decision) (Effect, error) {
	if err := d.Check(); err != nil {
		return Effect{}, err
	}
	_, e, err := affected(ctx, db.Reader(), &d)
	return e, err
}

func affected(ctx context.Context, q database.Querier, d *decision.Decision) (articles []int64, e Effect, err error) {
	if d.Collection != "" {
		if _, err := collections.Read(ctx, q, d.Collection); err != nil {
			return nil, e, err
		}
	}
	query, args := "", []any{}
	switch d.Scope {
	case ScopeMention:
		query, args = `SELECT m.article, 1 FROM members m WHERE m.collection = $1 AND m.id = $2 AND m.number > 0`, []any{d.Collection, d.Article}
	case ScopeArticle:
		query = `SELECT m.article, count(*) FROM members m CROSS JOIN mentions x WHERE m.collection = $1 AND m.id = $2 AND m.number > 0 AND x.article = m.article AND x.phrase = $3 GROUP BY m.article`
		args = []any{d.Collection, d.Article, d.Phrase}
	case ScopeCollection:
		query, args = collectionPhraseQuery, []any{d.Collection, d.Phrase}
	case ScopeAll:
		query, args = allPhraseQuery, []any{d.Phrase}
	}
	rows, err := q.QueryContext(ctx, query, args...)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var article int64
		var n int
		err := row.Scan(&article, &n)
		articles = append(articles, article)
		e.Mentions += n
		e.Articles++
		return err
	})
	if err != nil {
		return nil, e, fmt.Errorf("counting the mentions of a decision: %w", err)
	}
	if d.Article != "" && len(articles) == 0 {
		return nil, e, collections.NoArticle(d.Collection, d.Article)
	}
	return articles, e, nil
}

// Undo undoes a decision: the readings are as they were before it. The error wraps [geo.ErrNotFound] if there is no such decision, and
// [geo.ErrInput] if it was undone already.
func (tx *Tx) Undo(ctx context.Context, id, author string) (Effect, error) {
	d, err := tx.decision(ctx, id)
	if err != nil {
		return Effect{}, err
	}
	if !d.UndoneAt.IsZero() {
		return Effect{}, geo.Errorf(geo.ErrInput, "the decision was undone already")
	}
	articles, e, err := tx.affected(ctx, &d.Decision)
	if err != nil && !errors.Is(err, geo.ErrNotFound) {
		return e, err
	}
	if _, err := tx.Exec(ctx, `UPDATE decisions SET undone = $2 WHERE id = $1`, id, time.Now().UnixMilli()); err != nil {
		return e, fmt.Errorf("undoing a decision: %w", err)
	}
	return e, tx.apply(ctx, d.Collection, cause{cause: CauseUndo, author: database.Clean(author), decision: id}, articles)
}

// decision reads a decision.
func (tx *Tx) decision(ctx context.Context, id string) (*decision.Stored, error) {
	d, err := decision.Scan(tx.SQL().QueryRowContext(ctx, `SELECT `+decision.Columns+` FROM decisions d LEFT JOIN places pl ON pl.key = d.place_key WHERE d.id = $1`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, geo.Errorf(geo.ErrNotFound, "there is no decision %q", id)
	}
	if err != nil {
		return nil, fmt.Errorf("reading a decision: %w", database.Category(err))
	}
	return d, nil
}

// Decisions returns the decisions about the mentions of a collection, those about all collections included, or all decisions if it is
// empty, the earliest first, the undone ones too.
func (db *DB) Decisions(ctx context.Context, collection string) (all []decision.Decision, err error) {
	rows, err := db.Reader().QueryContext(ctx, `SELECT `+decision.Columns+` FROM decisions d LEFT JOIN places pl ON pl.key = d.place_key
		WHERE $1 = '' OR d.collection IN ($1, '') ORDER BY d.number, d.made, d.id`, collection)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		d, err := decision.Scan(row)
		if err == nil {
			all = append(all, d.Decision)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing the decisions: %w", err)
	}
	return all, nil
}
