package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"dateline/geo"

	"github.com/paulmach/orb/encoding/wkb"
)

// mentionData are the data of a mention and its resolution that have no column of
// their own. They are stored as JSON.
type mentionData struct {
	Association   geo.Association `json:",omitempty"`
	Recognized    float64         `json:",omitempty"`
	Wide          *geo.Span       `json:",omitempty"`
	Base          string          `json:",omitempty"`
	Passage       geo.Span
	Relation      *relationData  `json:",omitempty"`
	When          *geo.DateRange `json:",omitempty"`
	Confidence    geo.Confidence `json:",omitempty"`
	UncertaintyKM float64        `json:",omitempty"`
	Candidates    []candidate    `json:",omitempty"`
	Why           []string       `json:",omitempty"`
}

// relationData is a relation with its area as WKB.
type relationData struct {
	geo.Relation
	Area []byte `json:",omitempty"`
}

// candidate is a candidate with the key of its place.
type candidate struct {
	Place int64
	Score float64
}

// focusData is a focus with the key of its place.
type focusData struct {
	Place    int64
	Weight   float64
	Level    string
	Mentions int
}

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
	err := tx.row(ctx, `SELECT seq, hash FROM articles WHERE key = $1`, key).Scan(&seq, &hash)
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
	focus := make([]focusData, len(p.Focus))
	for i := range p.Focus {
		f := &p.Focus[i]
		focus[i] = focusData{places[&f.Place], f.Weight, f.Level, f.Mentions}
	}
	focusJSON, err := json.Marshal(focus)
	if err != nil {
		return fail(err)
	}
	l := p.Ledger
	_, err = tx.exec(ctx, `INSERT INTO parses
		(article, language, model, gazetteer, recognizer, resolver, focus, mentions, placed, countries, ambiguous, approximate, missing, stamp)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
		ON CONFLICT (article) DO UPDATE SET language = excluded.language, model = excluded.model, gazetteer = excluded.gazetteer,
			recognizer = excluded.recognizer, resolver = excluded.resolver, focus = excluded.focus, mentions = excluded.mentions,
			placed = excluded.placed, countries = excluded.countries, ambiguous = excluded.ambiguous,
			approximate = excluded.approximate, missing = excluded.missing, revised = 0,
			stamp = CASE WHEN excluded.stamp > parses.stamp THEN excluded.stamp ELSE parses.stamp + 1 END`,
		seq, p.Language, p.Model, p.Versions.Gazetteer, p.Versions.Recognizer, p.Versions.Resolver, string(focusJSON),
		l.Mentions, l.Placed, l.Countries, l.Ambiguous, l.Approximate, l.Missing, time.Now().UnixMilli()-epoch)
	if err != nil {
		return fail(err)
	}
	if err := tx.rememberMentions(ctx, seq, p.Versions); err != nil {
		return fail(err)
	}
	if _, err := tx.exec(ctx, `DELETE FROM mentions WHERE article = $1`, seq); err != nil {
		return fail(err)
	}
	readings, err := tx.putMentions(ctx, seq, hash, p, places)
	if err != nil {
		return fail(err)
	}
	tx.remember(seq, readings, places)
	if err := tx.changed(ctx, seq); err != nil {
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

// putMentions inserts the mentions of an article and returns their readings.
func (tx *Tx) putMentions(ctx context.Context, seq int64, hash string, p *geo.Parsed, places map[*geo.Place]int64) ([]reading, error) {
	rows := make([][]any, len(p.Mentions))
	readings := make([]reading, len(p.Mentions))
	a := geo.Article{Hash: hash}
	for i := range p.Mentions {
		m, r := &p.Mentions[i], &p.Resolutions[i]
		d := mentionData{
			Association: m.Association, Recognized: m.Recognized, Passage: m.Passage, When: m.When,
			Confidence: r.Confidence, UncertaintyKM: r.UncertaintyKM, Why: r.Why,
		}
		d.Base = m.Base
		if m.Wide.Len() > 0 {
			d.Wide = &m.Wide
		}
		if m.Relation != nil {
			d.Relation = &relationData{Relation: *m.Relation}
			if m.Relation.Area != nil {
				b, err := wkb.Marshal(m.Relation.Area)
				if err != nil {
					return nil, fmt.Errorf("encoding the area of a relation: %w", err)
				}
				d.Relation.Area = b
			}
		}
		for k := range r.Candidates {
			d.Candidates = append(d.Candidates, candidate{places[&r.Candidates[k].Place], r.Candidates[k].Score})
		}
		data, err := json.Marshal(d)
		if err != nil {
			return nil, err
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
	return readings, tx.insert(ctx, `INSERT INTO mentions (article, number, id, first, past, phrase, role, outcome, place, probability, data)`, ``, rows)
}
