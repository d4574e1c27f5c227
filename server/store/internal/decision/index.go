package decision

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/server/selection"
	"dateline/server/store/internal/database"
)

// Columns are the columns that Scan reads.
const Columns = `d.id, d.scope, d.collection, d.article, d.mention, d.phrase, d.choice, d.place, d.place_key, coalesce(pl.data, ''), d.radius, d.role,
	d.first, d.past, d.note, d.who, d.made, d.undone`

// Stored is a decision with the key of its place.
type Stored struct {
	Decision
	PlaceKey int64
}

// Scan reads Columns.
func Scan(row database.Scanner) (*Stored, error) {
	d := &Stored{}
	var place geo.PlaceID
	var data []byte
	var made, undone int64
	err := row.Scan(&d.ID, &d.Scope, &d.Collection, &d.Article, &d.Mention, &d.Phrase, &d.Choice, &place, &d.PlaceKey, &data, &d.RadiusKM, &d.Role,
		&d.Span.Start, &d.Span.End, &d.Note, &d.Author, &made, &undone)
	if err != nil {
		return nil, err
	}
	d.DecidedAt, d.UndoneAt = database.Time(made), database.Time(undone)
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

// Index finds the decisions that apply to the mentions of a collection.
type Index struct {
	mentions, articles, phrases, all map[string]*Stored
	added                            map[string][]*Stored // places that the program missed, by the id of the article
}

// Read reads the decisions about the mentions of a collection. It returns nil if no decision applies.
func Read(ctx context.Context, q database.Querier, collection string) (*Index, error) {
	rows, err := q.QueryContext(ctx, `SELECT `+Columns+` FROM decisions d LEFT JOIN places pl ON pl.key = d.place_key
		WHERE d.collection IN ($1, '') AND d.undone = 0 ORDER BY d.number, d.made, d.id`, collection)
	var x *Index
	err = database.Scan(rows, err, func(row database.Scanner) error {
		d, err := Scan(row)
		if err != nil {
			return err
		}
		if x == nil {
			x = &Index{
				mentions: map[string]*Stored{}, articles: map[string]*Stored{}, phrases: map[string]*Stored{},
				all: map[string]*Stored{}, added: map[string][]*Stored{},
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
func (x *Index) add(d *Stored) {
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

// Find returns the decision about the place of a mention and the one about its role; either may be nil. mention is its id with the number of its copy.
func (x *Index) Find(article, mention, phrase string) (place, role *Stored) {
	if x == nil {
		return nil, nil
	}
	for _, d := range []*Stored{x.mentions[mention], x.articles[articlePhrase(article, phrase)], x.phrases[phrase], x.all[phrase]} {
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
func (d *Stored) applies() bool {
	return d.Choice == ChoiceNone || d.Choice == ChoiceUnknown || d.PlaceKey != 0 && d.Place != nil
}

// Missed returns the decisions about places that the program missed in an article, in the order of the text, without those that
// overlap one of its mentions.
func (x *Index) Missed(article string, mentions []geo.Span) (out []*Stored) {
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

// Meaning is what a mention is taken to mean.
type Meaning struct {
	Outcome    geo.Outcome
	Confidence geo.Confidence
	Role       geo.Role
	Place      int64 // key of the resolution's place, or 0
	PlaceID    geo.PlaceID
	State      selection.State
}

// Decided returns a Meaning after the decisions about its place and its role, which may be nil.
func (v Meaning) Decided(place, role *Stored) Meaning {
	v.State = selection.StateUndecided
	if role != nil && role.Role != v.Role {
		v.Role, v.State = role.Role, selection.StateChanged
	} else if role != nil {
		v.State = selection.StateConfirmed
	}
	if place == nil {
		return v
	}
	placed := v.Outcome == geo.OutcomePlaced || v.Outcome == geo.OutcomeCountry
	switch place.Choice {
	case ChoicePlace:
		if !placed || v.PlaceID != place.Place.ID {
			v.State = selection.StateChanged
		} else if v.State == selection.StateUndecided {
			v.State = selection.StateConfirmed
		}
		v.Outcome, v.Confidence, v.Place, v.PlaceID = geo.OutcomePlaced, geo.ConfidenceCertain, place.PlaceKey, place.Place.ID
		if place.Place.Kind.Precision() == geo.PrecisionCountry {
			v.Outcome = geo.OutcomeCountry
		}
	case ChoiceArea:
		v.State = selection.StateChanged
		v.Outcome, v.Confidence, v.Place, v.PlaceID = geo.OutcomeApproximate, geo.ConfidenceCertain, place.PlaceKey, place.Place.ID
	case ChoiceNone:
		v.State = selection.StateRejected
		v.Outcome, v.Confidence, v.Place, v.PlaceID = geo.OutcomeMissing, "", 0, ""
	case ChoiceUnknown:
		v.State = selection.StateChanged
		v.Outcome, v.Confidence, v.Place, v.PlaceID = geo.OutcomeAmbiguous, "", 0, ""
	case ChoiceKeep:
	}
	return v
}

// Apply changes a mention and its resolution by the decisions about its place and its role.
func (d *Stored) Apply(m *geo.Mention, r *geo.Resolution, v Meaning) {
	m.Role = v.Role
	if m.Role != geo.RoleAssociative {
		m.Association = geo.AssociationNone
	}
	if d == nil {
		return
	}
	r.Outcome, r.Confidence, r.UncertaintyKM = v.Outcome, v.Confidence, d.RadiusKM
	r.Place, r.Probability = nil, 0
	if v.PlaceID != "" {
		place := *d.Place
		r.Place, r.Probability = &place, 1
	}
	r.Why = []string{d.reason()}
}

// reason returns who decided what and when.
func (d *Stored) reason() string {
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

// Len returns the number of decisions.
func (x *Index) Len() int {
	if x == nil {
		return 0
	}
	return len(x.mentions) + len(x.articles) + len(x.phrases) + len(x.all)
}

// Adds reports whether a decision adds a place that the program missed in an article.
func (x *Index) Adds(article string) bool { return len(x.added[article]) > 0 }
