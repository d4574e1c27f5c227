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
	"dateline/server/store/internal/database"
	"dateline/server/store/internal/parsed"

	"github.com/paulmach/orb/encoding/wkb"
)

// epoch is the start of stamps, 1 January 2025, in milliseconds since 1970.
const epoch = 1735689600000

// PutParsed stores the mentions, resolutions and focus of an article, replacing earlier
// ones. The error wraps [geo.ErrNotFound] if there is no article with this key.
func (tx *Tx) PutParsed(ctx context.Context, key string, p *geo.Parsed) error {
	fail := func(err error) error {
		return fmt.Errorf("storing the mentions of article %q: %w", p.Article.ID, err)
	}
	var seq int64
	var hash string
	err := tx.Row(ctx, `SELECT seq, hash FROM articles WHERE key = $1`, key).Scan(&seq, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		return fail(geo.Errorf(geo.ErrNotFound, "there is no article with the key %q", key))
	}
	if err != nil {
		return fail(err)
	}
	places, err := tx.putPlaces(ctx, p)
	if err != nil {
		return fail(err)
	}
	focus := make([]parsed.FocusData, len(p.Focus))
	for i := range p.Focus {
		f := &p.Focus[i]
		focus[i] = parsed.FocusData{Place: places[&f.Place], Weight: f.Weight, Level: f.Level, Mentions: f.Mentions}
	}
	focusJSON, err := json.Marshal(focus)
	if err != nil {
		return fail(err)
	}
	parts, err := parsed.EncodeParts(p.Parts)
	if err != nil {
		return fail(err)
	}
	rows, readings, err := mentionRows(seq, hash, p, places)
	if err != nil {
		return fail(err)
	}
	if same, err := tx.isStored(ctx, seq, p, string(focusJSON), parts, rows); err != nil || same {
		return err
	}
	l := p.Ledger
	_, err = tx.Exec(ctx, `INSERT INTO parses
		(article, language, model, gazetteer, recognizer, resolver, focus, mentions, placed, countries, ambiguous, approximate, missing, stamp, parts)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
		ON CONFLICT (article) DO UPDATE SET language = excluded.language, model = excluded.model, gazetteer = excluded.gazetteer,
			recognizer = excluded.recognizer, resolver = excluded.resolver, focus = excluded.focus, mentions = excluded.mentions,
			placed = excluded.placed, countries = excluded.countries, ambiguous = excluded.ambiguous,
			approximate = excluded.approximate, missing = excluded.missing, revised = 0, parts = excluded.parts,
			stamp = CASE WHEN excluded.stamp > parses.stamp THEN excluded.stamp ELSE parses.stamp + 1 END`,
		seq, p.Language, p.Model, p.Versions.Gazetteer, p.Versions.Recognizer, p.Versions.Resolver, string(focusJSON),
		l.Mentions, l.Placed, l.Countries, l.Ambiguous, l.Approximate, l.Missing, time.Now().UnixMilli()-epoch, parts)
	if err != nil {
		return fail(err)
	}
	if err := tx.rememberMentions(ctx, seq, p.Versions); err != nil {
		return fail(err)
	}
	if _, err := tx.Exec(ctx, `DELETE FROM mentions WHERE article = $1`, seq); err != nil {
		return fail(err)
	}
	err = tx.Insert(ctx, `INSERT INTO mentions (article, number, id, first, past, phrase, role, outcome, place, probability, data)`, ``, rows)
	if err != nil {
		return fail(err)
	}
	tx.remember(seq, readings, places)
	if err := tx.changed(ctx, "", seq); err != nil {
		return fail(err)
	}
	return nil
}

// remember keeps the readings and places of an article until the columns are written.
func (tx *Tx) remember(seq int64, readings []reading, places map[*geo.Place]int64) {
	if tx.readings == nil {
		tx.readings, tx.places = map[int64][]reading{}, map[int64]*geo.Place{}
	}
	tx.readings[seq] = readings
	for p, key := range places {
		tx.places[key] = p
	}
}

// isStored reports whether an article is stored as it was parsed, without the history of its publisher. Then only the time of the parse is
// updated, and the versions of its collections stay.
func (tx *Tx) isStored(ctx context.Context, seq int64, p *geo.Parsed, focus, parts string, mentions [][]any) (same bool, err error) {
	var language, model, storedFocus, storedParts string
	var v geo.Versions
	var l geo.Ledger
	var revised int
	err = tx.Row(ctx, `SELECT language, model, gazetteer, recognizer, resolver, focus, revised, mentions, placed, countries, ambiguous, approximate, missing, parts FROM parses
		WHERE article = $1`, seq).Scan(&language, &model, &v.Gazetteer, &v.Recognizer, &v.Resolver, &storedFocus, &revised,
		&l.Mentions, &l.Placed, &l.Countries, &l.Ambiguous, &l.Approximate, &l.Missing, &storedParts)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	l.Unread = p.Ledger.Unread
	if err != nil || language != p.Language || model != p.Model || v != p.Versions || storedFocus != focus || storedParts != parts || revised != parsed.RevisedNot || l != p.Ledger || l.Mentions != len(mentions) {
		return false, err
	}
	same, n := true, 0
	rows, err := tx.Query(ctx, `SELECT id, first, past, phrase, role, outcome, place, probability, data FROM mentions WHERE article = $1 ORDER BY number`, seq)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var id, phrase, role, outcome, data string
		var first, past int
		var place sql.NullInt64
		var probability float64
		if err := row.Scan(&id, &first, &past, &phrase, &role, &outcome, &place, &probability, &data); err != nil {
			return err
		}
		var key any
		if place.Valid {
			key = place.Int64
		}
		if n < len(mentions) {
			same = same && slices.Equal(mentions[n][2:], []any{id, first, past, phrase, role, outcome, key, probability, data})
		}
		n++
		return nil
	})
	if err != nil || !same || n != len(mentions) {
		return false, err
	}
	_, err = tx.Exec(ctx, `UPDATE parses SET stamp = CASE WHEN $2 > stamp THEN $2 ELSE stamp + 1 END WHERE article = $1`, seq, time.Now().UnixMilli()-epoch)
	return true, err
}

// mentionRows returns the rows of an article's mentions, and their readings.
func mentionRows(seq int64, hash string, p *geo.Parsed, places map[*geo.Place]int64) (rows [][]any, readings []reading, err error) {
	rows = make([][]any, len(p.Mentions))
	readings = make([]reading, len(p.Mentions))
	a := geo.Article{Hash: hash}
	for i := range p.Mentions {
		m, r := &p.Mentions[i], &p.Resolutions[i]
		d := parsed.MentionData{
			Association: m.Association, Recognized: m.Recognized, Passage: m.Passage, When: m.When,
			Confidence: r.Confidence, UncertaintyKM: r.UncertaintyKM, Why: r.Why,
		}
		d.Base = m.Base
		if m.Wide.Len() > 0 {
			d.Wide = &m.Wide
		}
		if m.Relation != nil {
			d.Relation = &parsed.RelationData{Relation: *m.Relation}
			if m.Relation.Area != nil {
				b, err := wkb.Marshal(m.Relation.Area)
				if err != nil {
					return nil, nil, fmt.Errorf("encoding the area of a relation: %w", err)
				}
				d.Relation.Area = b
			}
		}
		for k := range r.Candidates {
			d.Candidates = append(d.Candidates, parsed.Candidate{Place: places[&r.Candidates[k].Place], Score: r.Candidates[k].Score})
		}
		data, err := json.Marshal(d)
		if err != nil {
			return nil, nil, err
		}
		var place any
		var placeID geo.PlaceID
		if r.Place != nil {
			place, placeID = places[r.Place], r.Place.ID
		}
		id := geo.MentionID(&a, m.Span)
		readings[i] = newReading(id, m, r.Outcome, r.Confidence, placeID, places[r.Place])
		rows[i] = []any{
			seq, i, id, m.Start, m.End, m.Phrase, string(m.Role), string(r.Outcome), place, r.Probability, string(data),
		}
	}
	return rows, readings, nil
}
