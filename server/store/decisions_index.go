package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/server/selection"
)

// decisionColumns are the columns that scanDecision reads.
const decisionColumns = `d.id, d.scope, d.collection, d.article, d.mention, d.phrase, d.choice, d.place, d.place_key, coalesce(pl.data, ''), d.radius, d.role,
	d.first, d.past, d.note, d.who, d.made, d.undone`

// storedDecision is a decision with the key of its place.
type storedDecision struct {
	Decision
	placeKey int64
}

// scanDecision reads decisionColumns.
func scanDecision(row scanner) (*storedDecision, error) {
	d := &storedDecision{}
	var place geo.PlaceID
	var data []byte
	var made, undone int64
	err := row.Scan(&d.ID, &d.Scope, &d.Collection, &d.Article, &d.Mention, &d.Phrase, &d.Choice, &place, &d.placeKey, &data, &d.RadiusKM, &d.Role,
		&d.Span.Start, &d.Span.End, &d.Note, &d.Author, &made, &undone)
	if err != nil {
		return nil, err
	}
	d.DecidedAt, d.UndoneAt = moment(made), moment(undone)
	if place != "" {
		d.Place = &geo.Place{ID: place}
		if len(data) > 0 {
			if err := json.Unmarshal(data, d.Place); err != nil {
				return nil, geo.Errorf(geo.ErrCorrupt, "the place of the decision %s is damaged: %w", d.ID, err)
			}
		}
	}
	return d, nil
}

// decisionIndex finds the decisions that apply to the mentions of a collection.
type decisionIndex struct {
	mentions, articles, phrases, all map[string]*storedDecision
	added                            map[string][]*storedDecision // places that the program missed, by the id of the article
}

// readDecisions reads the decisions about the mentions of a collection. It returns nil if no decision applies.
func readDecisions(ctx context.Context, q querier, collection string) (*decisionIndex, error) {
	rows, err := q.QueryContext(ctx, `SELECT `+decisionColumns+` FROM decisions d LEFT JOIN places pl ON pl.key = d.place_key
		WHERE d.collection IN ($1, '') AND d.undone = 0 ORDER BY d.number, d.made, d.id`, collection)
	var x *decisionIndex
	err = scan(rows, err, func(row scanner) error {
		d, err := scanDecision(row)
		if err != nil {
			return err
		}
		if x == nil {
			x = &decisionIndex{
				mentions: map[string]*storedDecision{}, articles: map[string]*storedDecision{}, phrases: map[string]*storedDecision{},
				all: map[string]*storedDecision{}, added: map[string][]*storedDecision{},
			}
		}
		x.add(d)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the decisions: %w", err)
	}
	return x, nil
}

// add adds a decision, which replaces an earlier one about the same mentions.
func (x *decisionIndex) add(d *storedDecision) {
	switch d.Scope {
	case ScopeMention:
		if d.Span.Len() > 0 && d.Choice != ChoiceNone {
			x.added[d.Article] = append(x.added[d.Article], d)
		}
		x.mentions[d.Mention] = d
	case ScopeArticle:
		x.articles[articlePhrase(d.Article, d.Phrase)] = d
	case ScopeCollection:
		x.phrases[d.Phrase] = d
	case ScopeAll:
		x.all[d.Phrase] = d
	}
}

func articlePhrase(article, phrase string) string { return article + "\x00" + phrase }

// find returns the decision about the place of a mention and the one about its role; either may be nil. mention is its id with the number of its copy.
func (x *decisionIndex) find(article, mention, phrase string) (place, role *storedDecision) {
	if x == nil {
		return nil, nil
	}
	for _, d := range []*storedDecision{x.mentions[mention], x.articles[articlePhrase(article, phrase)], x.phrases[phrase], x.all[phrase]} {
		if d == nil {
			continue
		}
		if place == nil && d.Choice != ChoiceKeep && d.applies() {
			place = d
		}
		if role == nil && d.Role != "" {
			role = d
		}
	}
	return place, role
}

// applies reports whether the place of the decision is known.
func (d *storedDecision) applies() bool {
	return d.Choice == ChoiceNone || d.Choice == ChoiceUnknown || d.placeKey != 0 && d.Place != nil
}

// missed returns the decisions about places that the program missed in an article, in the order of the text, without those that
// overlap one of its mentions.
func (x *decisionIndex) missed(article string, mentions []geo.Span) (out []*storedDecision) {
	if x == nil {
		return nil
	}
	overlaps := func(a geo.Span) bool {
		for _, b := range mentions {
			if a.Start < b.End && b.Start < a.End {
				return true
			}
		}
		return false
	}
	for _, d := range x.added[article] {
		if x.mentions[d.Mention] == d && d.applies() && !overlaps(d.Span) {
			out = append(out, d)
			mentions = append(slices.Clip(mentions), d.Span)
		}
	}
	return out
}

// verdict is what a mention is taken to mean.
type verdict struct {
	outcome    geo.Outcome
	confidence geo.Confidence
	role       geo.Role
	place      int64 // key of the resolution's place, or 0
	placeID    geo.PlaceID
	state      selection.State
}

// decided returns a verdict after the decisions about its place and its role, which may be nil.
func (v verdict) decided(place, role *storedDecision) verdict {
	v.state = selection.StateUndecided
	if role != nil && role.Role != v.role {
		v.role, v.state = role.Role, selection.StateChanged
	} else if role != nil {
		v.state = selection.StateConfirmed
	}
	if place == nil {
		return v
	}
	placed := v.outcome == geo.OutcomePlaced || v.outcome == geo.OutcomeCountry
	switch place.Choice {
	case ChoicePlace:
		if !placed || v.placeID != place.Place.ID {
			v.state = selection.StateChanged
		} else if v.state == selection.StateUndecided {
			v.state = selection.StateConfirmed
		}
		v.outcome, v.confidence, v.place, v.placeID = geo.OutcomePlaced, geo.ConfidenceCertain, place.placeKey, place.Place.ID
		if place.Place.Kind.Precision() == geo.PrecisionCountry {
			v.outcome = geo.OutcomeCountry
		}
	case ChoiceArea:
		v.state = selection.StateChanged
		v.outcome, v.confidence, v.place, v.placeID = geo.OutcomeApproximate, geo.ConfidenceCertain, place.placeKey, place.Place.ID
	case ChoiceNone:
		v.state = selection.StateRejected
		v.outcome, v.confidence, v.place, v.placeID = geo.OutcomeMissing, "", 0, ""
	case ChoiceUnknown:
		v.state = selection.StateChanged
		v.outcome, v.confidence, v.place, v.placeID = geo.OutcomeAmbiguous, "", 0, ""
	case ChoiceKeep:
	}
	return v
}

// apply changes a mention and its resolution by the decisions about its place and its role.
func (d *storedDecision) apply(m *geo.Mention, r *geo.Resolution, v verdict) {
	m.Role = v.role
	if m.Role != geo.RoleAssociative {
		m.Association = geo.AssociationNone
	}
	if d == nil {
		return
	}
	r.Outcome, r.Confidence, r.UncertaintyKM = v.outcome, v.confidence, d.RadiusKM
	r.Place, r.Probability = nil, 0
	if v.placeID != "" {
		place := *d.Place
		r.Place, r.Probability = &place, 1
	}
	r.Why = []string{d.reason()}
}

// reason returns who decided what and when.
func (d *storedDecision) reason() string {
	words := map[Choice]string{ChoicePlace: "chosen", ChoiceArea: "the area only was chosen", ChoiceNone: "marked as no place", ChoiceUnknown: "marked as impossible to tell"}[d.Choice]
	if d.Author != "" {
		words += " by " + d.Author
	}
	if !d.DecidedAt.IsZero() {
		words += " on " + d.DecidedAt.UTC().Format("2 January 2006")
	}
	if note := strings.TrimSpace(d.Note); note != "" {
		words += ": " + note
	}
	return words
}

// decisionsOf returns the decisions about a collection, which are read once in a transaction.
func (tx *Tx) decisionsOf(ctx context.Context, collection string) (*decisionIndex, error) {
	if x, ok := tx.decisions[collection]; ok {
		return x, nil
	}
	x, err := readDecisions(ctx, tx.tx, collection)
	if err != nil {
		return nil, err
	}
	if tx.decisions == nil {
		tx.decisions = map[string]*decisionIndex{}
	}
	tx.decisions[collection] = x
	return x, nil
}

// latestDecisions caches the decisions about a collection at its version.
func (db *DB) latestDecisions(ctx context.Context, tx *sql.Tx, collection string) (*decisionIndex, error) {
	var number, version int64
	if err := tx.QueryRowContext(ctx, `SELECT number, version FROM collections WHERE name = $1`, collection).Scan(&number, &version); err != nil {
		return nil, err
	}
	key := columnKey{number, version}
	if x, ok := db.answers.decisions.get(key); ok {
		return x, nil
	}
	x, err := readDecisions(ctx, tx, collection)
	if err != nil {
		return nil, err
	}
	db.answers.decisions.removeIf(func(old columnKey) bool { return old.number == number })
	size := 100
	if x != nil {
		size += 500 * (len(x.mentions) + len(x.articles) + len(x.phrases) + len(x.all))
	}
	db.answers.decisions.put(key, x, size)
	return x, nil
}
