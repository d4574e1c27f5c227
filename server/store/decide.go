package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"dateline/geo"
	"dateline/server/selection"
)

// check returns an error if a decision does not identify its mentions, or lacks what its choice needs.
func (d *Decision) check() error {
	identified := false
	switch d.Scope {
	case ScopeMention:
		identified = d.Collection != "" && d.Mention != "" && d.Article != ""
	case ScopeArticle:
		identified = d.Collection != "" && d.Article != "" && d.Phrase != ""
	case ScopeCollection:
		identified = d.Collection != "" && d.Phrase != ""
	case ScopeAll:
		identified = d.Phrase != ""
	}
	switch {
	case !identified:
		return geo.Errorf(geo.ErrInput, "a decision about %q must identify its mentions", d.Scope)
	case (d.Choice == ChoicePlace || d.Choice == ChoiceArea) && (d.Place == nil || d.Place.ID == ""):
		return geo.Errorf(geo.ErrInput, "choose a place")
	case !slices.Contains([]Choice{ChoiceKeep, ChoicePlace, ChoiceArea, ChoiceNone, ChoiceUnknown}, d.Choice):
		return geo.Errorf(geo.ErrInput, "there is no choice %q", d.Choice)
	case d.Role != "" && !slices.Contains(selection.Roles(), d.Role):
		return geo.Errorf(geo.ErrInput, "there is no role %q", d.Role)
	case d.Choice == ChoiceKeep && d.Role == "":
		return geo.Errorf(geo.ErrInput, "the decision changes nothing: choose a place or a role")
	case d.Span.Len() > 0 && d.Scope != ScopeMention:
		return geo.Errorf(geo.ErrInput, "a place that the program missed is one mention")
	}
	return nil
}

// target identifies the mentions that a decision is about.
func (d *Decision) target() string {
	switch d.Scope {
	case ScopeMention:
		return geo.ContentID("decision", string(d.Scope), d.Collection, d.Mention)
	case ScopeArticle:
		return geo.ContentID("decision", string(d.Scope), d.Collection, d.Article, d.Phrase)
	case ScopeCollection, ScopeAll:
	}
	return geo.ContentID("decision", string(d.Scope), d.Collection, d.Phrase)
}

// MissedMention returns the id of a place that the program missed in an article of a collection, at a span in bytes, and its phrase. The error
// wraps [geo.ErrInput] if the span is not in the text.
func (db *DB) MissedMention(ctx context.Context, collection, article string, s geo.Span) (id, phrase string, err error) {
	var text, hash string
	var number int
	err = db.reader.QueryRowContext(ctx, `SELECT a.text, a.hash, m.copy FROM members m CROSS JOIN articles a WHERE m.collection = $1 AND m.id = $2 AND a.seq = m.article`,
		collection, article).Scan(&text, &hash, &number)
	if errors.Is(err, sql.ErrNoRows) {
		return "", "", noArticle(collection, article)
	}
	if err != nil {
		return "", "", fmt.Errorf("reading the article %q: %w", article, category(err))
	}
	if s.Start < 0 || s.End > len(text) || s.Start >= s.End || !storable(s.Text(text)) {
		return "", "", geo.Errorf(geo.ErrInput, "the words are not in the text of the article: select them again")
	}
	return geo.CopyID(geo.MentionID(&geo.Article{Hash: hash}, s), number), s.Text(text), nil
}

// Decide stores a decision and applies it. It returns its id and what it applies to. An earlier decision about the same mentions is kept and
// applies again if this one is undone. The error wraps [geo.ErrInput] if the decision is incomplete, and [geo.ErrNotFound] if there is no such
// mention, article or collection.
func (tx *Tx) Decide(ctx context.Context, d Decision) (id string, effect Effect, err error) {
	if err := d.check(); err != nil {
		return "", effect, err
	}
	d.Phrase, d.Note, d.Author = clean(d.Phrase), clean(d.Note), clean(d.Author)
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
	target := d.target()
	var number int64
	if err := tx.row(ctx, `SELECT 1 + coalesce(max(number), 0) FROM decisions`).Scan(&number); err != nil {
		return "", effect, fmt.Errorf("storing a decision: %w", err)
	}
	id = geo.ContentID(target, string(d.Choice), placeID, string(d.Role), d.Author, d.DecidedAt.UTC().Format(time.RFC3339Nano))
	_, err = tx.exec(ctx, `INSERT INTO decisions (id, number, target, scope, collection, article, mention, phrase, choice, place, place_key, radius, role, first, past, note, who, made, undone)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 0) ON CONFLICT (id) DO UPDATE SET undone = 0`,
		id, number, target, string(d.Scope), d.Collection, d.Article, d.Mention, d.Phrase, string(d.Choice), placeID, key, d.RadiusKM, string(d.Role),
		d.Span.Start, d.Span.End, d.Note, d.Author, millis(d.DecidedAt))
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
func (tx *Tx) placeOf(ctx context.Context, d *Decision) (key int64, id string, err error) {
	if d.Choice != ChoicePlace && d.Choice != ChoiceArea {
		return 0, "", nil
	}
	p := &geo.Parsed{Resolutions: []geo.Resolution{{Place: d.Place}}}
	keys, err := tx.putPlaces(ctx, p)
	return keys[d.Place], string(d.Place.ID), err
}

// affected returns the articles with mentions to which a decision applies, and counts both.
func (tx *Tx) affected(ctx context.Context, d *Decision) (articles []int64, e Effect, err error) {
	return affected(ctx, tx.tx, d)
}

// CountEffect counts the mentions and articles to which a decision would apply now.
func (db *DB) CountEffect(ctx context.Context, d Decision) (Effect, error) {
	if err := d.check(); err != nil {
		return Effect{}, err
	}
	_, e, err := affected(ctx, db.reader, &d)
	return e, err
}

func affected(ctx context.Context, q querier, d *Decision) (articles []int64, e Effect, err error) {
	if d.Collection != "" {
		if _, err := readCollection(ctx, q, d.Collection); err != nil {
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
	err = scan(rows, err, func(row scanner) error {
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
		return nil, e, noArticle(d.Collection, d.Article)
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
	if _, err := tx.exec(ctx, `UPDATE decisions SET undone = $2 WHERE id = $1`, id, time.Now().UnixMilli()); err != nil {
		return e, fmt.Errorf("undoing a decision: %w", err)
	}
	return e, tx.apply(ctx, d.Collection, cause{cause: CauseUndo, author: clean(author), decision: id}, articles)
}

// decision reads a decision.
func (tx *Tx) decision(ctx context.Context, id string) (*storedDecision, error) {
	d, err := scanDecision(tx.tx.QueryRowContext(ctx, `SELECT `+decisionColumns+` FROM decisions d LEFT JOIN places pl ON pl.key = d.place_key WHERE d.id = $1`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, geo.Errorf(geo.ErrNotFound, "there is no decision %q", id)
	}
	if err != nil {
		return nil, fmt.Errorf("reading a decision: %w", category(err))
	}
	return d, nil
}

// Decisions returns the decisions about the mentions of a collection, those about all collections included, or all decisions if it is
// empty, the earliest first, the undone ones too.
func (db *DB) Decisions(ctx context.Context, collection string) (all []Decision, err error) {
	rows, err := db.reader.QueryContext(ctx, `SELECT `+decisionColumns+` FROM decisions d LEFT JOIN places pl ON pl.key = d.place_key
		WHERE $1 = '' OR d.collection IN ($1, '') ORDER BY d.number, d.made, d.id`, collection)
	err = scan(rows, err, func(row scanner) error {
		d, err := scanDecision(row)
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

// decisionLine is a decision in a file of JSON Lines.
type decisionLine struct {
	ID         string     `json:"id"`
	Scope      Scope      `json:"scope"`
	Collection string     `json:"collection,omitempty"`
	Article    string     `json:"article,omitempty"`
	Mention    string     `json:"mention,omitempty"`
	Phrase     string     `json:"phrase,omitempty"`
	Start      int        `json:"start,omitempty"`
	End        int        `json:"end,omitempty"`
	Choice     Choice     `json:"choice,omitempty"`
	Place      *placeLine `json:"place,omitempty"`
	RadiusKM   float64    `json:"radius_km,omitempty"`
	Role       geo.Role   `json:"role,omitempty"`
	Note       string     `json:"note,omitempty"`
	Author     string     `json:"author,omitempty"`
	Decided    time.Time  `json:"decided"`
}

// placeLine is a place in a file of JSON Lines.
type placeLine struct {
	ID          geo.PlaceID `json:"id"`
	Name        string      `json:"name"`
	Kind        string      `json:"kind"`
	Country     string      `json:"country,omitempty"`
	CountryName string      `json:"country_name,omitempty"`
	Admin1      string      `json:"admin1,omitempty"`
	Admin1ID    geo.PlaceID `json:"admin1_id,omitempty"`
	Lat         float64     `json:"lat"`
	Lon         float64     `json:"lon"`
	// Box is the extent as west, south, east, north.
	Box []float64 `json:"box,omitempty"`
}

// MarshalDecision encodes a decision as a line of JSON without the line end.
func MarshalDecision(d Decision) ([]byte, error) {
	line := decisionLine{
		ID: d.ID, Scope: d.Scope, Collection: d.Collection, Article: d.Article, Mention: d.Mention, Phrase: d.Phrase, Start: d.Span.Start, End: d.Span.End,
		Choice: d.Choice, RadiusKM: d.RadiusKM, Role: d.Role, Note: d.Note, Author: d.Author, Decided: d.DecidedAt.UTC(),
	}
	if p := d.Place; p != nil {
		line.Place = &placeLine{
			ID: p.ID, Name: p.Name, Kind: p.Kind.String(), Country: p.Country, CountryName: p.CountryName, Admin1: p.Admin1, Admin1ID: p.Admin1ID,
			Lat: p.Point.Lat(), Lon: p.Point.Lon(),
		}
		if b := p.Bound; b.Min != b.Max {
			line.Place.Box = []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
		}
	}
	return json.Marshal(line)
}

// UnmarshalDecision is the inverse of [MarshalDecision]. The error wraps [geo.ErrInput].
func UnmarshalDecision(b []byte) (Decision, error) {
	var line decisionLine
	if err := json.Unmarshal(b, &line); err != nil {
		return Decision{}, geo.Errorf(geo.ErrInput, "the line is not a decision: %w", err)
	}
	d := Decision{
		ID: line.ID, Scope: line.Scope, Collection: line.Collection, Article: line.Article, Mention: line.Mention, Phrase: line.Phrase,
		Span: geo.Span{Start: line.Start, End: line.End}, Choice: line.Choice, RadiusKM: line.RadiusKM, Role: line.Role, Note: line.Note, Author: line.Author,
		DecidedAt: line.Decided,
	}
	if p := line.Place; p != nil {
		kind, ok := geo.ParseKind(p.Kind)
		if !ok {
			return d, geo.Errorf(geo.ErrInput, "there is no kind of place %q", p.Kind)
		}
		d.Place = &geo.Place{
			ID: p.ID, Name: p.Name, Kind: kind, Country: p.Country, CountryName: p.CountryName, Admin1: p.Admin1, Admin1ID: p.Admin1ID,
		}
		d.Place.Point[0], d.Place.Point[1] = p.Lon, p.Lat
		if len(p.Box) == 4 {
			d.Place.Bound.Min, d.Place.Bound.Max = [2]float64{p.Box[0], p.Box[1]}, [2]float64{p.Box[2], p.Box[3]}
		}
	}
	return d, d.check()
}
