package api

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"time"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/geo/text"
	"dateline/server/edition"
	"dateline/server/selection"
	"dateline/server/store"

	"github.com/danielgtaylor/huma/v2"
)

// resultOf returns the result of an article as the command geoparse writes it.
func resultOf(p *geo.Parsed) (json.RawMessage, error) {
	var b bytes.Buffer
	err := layer.WriteJSONL(&b, p)
	return bytes.TrimSpace(b.Bytes()), err
}

// maxParse is the maximum length of a text to parse, in bytes.
const maxParse = 200_000

// maxParsing is the maximum number of texts that are parsed at once.
const maxParsing = 2

func (a *API) registerParsing() {
	op := operation("parse", http.MethodPost, "/parse", "Parsing", "Find the places of a text", "Returns the places that a text names, as the command geoparse writes them. Nothing is stored.")
	op.MaxBodyBytes = maxParse + 10_000
	huma.Register(a.huma, op, a.parse)
}

// maxKey is the maximum length of an idempotency key.
const maxKey = 200

// KeyInput has the idempotency key of a request that changes something.
type KeyInput struct {
	Key string `header:"Idempotency-Key" doc:"Requests with the same key are carried out once: the response of the first is repeated for a day" maxLength:"200"`
}

func (a *API) parse(ctx context.Context, in *struct {
	KeyInput
	Body struct {
		Text      string `json:"text" doc:"The text" minLength:"1" maxLength:"200000"`
		Title     string `json:"title,omitempty" maxLength:"1000"`
		Publisher string `json:"publisher,omitempty" maxLength:"1000"`
		Published string `json:"published,omitempty" doc:"Day of publication" maxLength:"40"`
	}
}) (*body[json.RawMessage], error) {
	select {
	case a.parsing <- struct{}{}:
		defer func() { <-a.parsing }()
	case <-ctx.Done():
		return nil, a.problem(ctx.Err())
	}
	b := &in.Body
	p, err := a.Parse(ctx, geo.Article{Text: text.Clean(b.Text), Title: text.Clean(b.Title), Publisher: text.Clean(b.Publisher), Published: b.Published})
	if err != nil {
		return nil, a.problem(err)
	}
	result, err := resultOf(p)
	if err != nil {
		return nil, a.problem(err)
	}
	return &body[json.RawMessage]{result}, nil
}

// Decision is a correction by a person.
type Decision struct {
	ID       string     `json:"id" readOnly:"true"`
	Scope    string     `json:"scope" enum:"mention,article,collection,all"`
	Article  string     `json:"article,omitempty"`
	Mention  string     `json:"mention,omitempty"`
	Phrase   string     `json:"phrase,omitempty"`
	Choice   string     `json:"choice" enum:"place,area,none,unknown,"`
	Place    string     `json:"place,omitempty" doc:"Identifier of the place"`
	RadiusKM float64    `json:"radius_km,omitempty"`
	Role     string     `json:"role,omitempty"`
	Note     string     `json:"note,omitempty"`
	Author   string     `json:"author,omitempty"`
	At       time.Time  `json:"at" readOnly:"true"`
	Undone   *time.Time `json:"undone,omitempty" readOnly:"true"`
}

func newDecision(d *store.Decision) Decision {
	out := Decision{
		ID: d.ID, Scope: string(d.Scope), Article: d.Article, Mention: d.Mention, Phrase: d.Phrase, Choice: string(d.Choice), RadiusKM: d.RadiusKM, Role: string(d.Role),
		Note: d.Note, Author: d.Author, At: d.DecidedAt.UTC(),
	}
	if d.Place != nil {
		out.Place = string(d.Place.ID)
	}
	if !d.UndoneAt.IsZero() {
		at := d.UndoneAt.UTC()
		out.Undone = &at
	}
	return out
}

func (a *API) registerDecisions() {
	const tag = "Decisions"
	huma.Register(a.huma, operation("list-decisions", http.MethodGet, "/collections/{collection}/decisions", tag, "List the decisions", "Returns the decisions about a collection, the earliest first, the undone ones too."), a.listDecisions)
	huma.Register(a.huma, operation("decide", http.MethodPost, "/collections/{collection}/decisions", tag, "Decide what mentions refer to", "Stores a correction and applies it to the mentions of its scope."), a.decide)
	huma.Register(a.huma, operation("undo-decision", http.MethodDelete, "/collections/{collection}/decisions/{decision}", tag, "Undo a decision", "Undoes a decision: the readings are as they were before it."), a.undoDecision)
}

func (a *API) listDecisions(ctx context.Context, in *struct {
	Collection string `path:"collection" doc:"Name of the collection" maxLength:"64"`
}) (*body[list[Decision]], error) {
	db, c, err := a.Find(ctx, in.Collection)
	if err != nil {
		return nil, a.problem(err)
	}
	all, err := db.Decisions(ctx, c.Name)
	if err != nil {
		return nil, a.problem(err)
	}
	out := make([]Decision, len(all))
	for i := range all {
		out[i] = newDecision(&all[i])
	}
	return page(out, "", len(out)), nil
}

// decided is a decision and what it applies to.
type decided struct {
	ID     string       `json:"id"`
	Effect store.Effect `json:"effect"`
}

func (a *API) decide(ctx context.Context, in *struct {
	KeyInput
	Collection string `path:"collection" doc:"Name of the collection" maxLength:"64"`
	Body       struct {
		Scope    string  `json:"scope" doc:"The mentions: one, or those with the phrase in an article, in the collection or in all" enum:"mention,article,collection,all"`
		Article  string  `json:"article,omitempty"`
		Mention  string  `json:"mention,omitempty"`
		Phrase   string  `json:"phrase,omitempty"`
		Choice   string  `json:"choice" doc:"place and area need a place" enum:"place,area,none,unknown"`
		Place    string  `json:"place,omitempty" doc:"Identifier of the place in the gazetteer" example:"geonames:1138958"`
		RadiusKM float64 `json:"radius_km,omitempty" minimum:"0" maximum:"20000"`
		Note     string  `json:"note,omitempty" maxLength:"2000"`
		Author   string  `json:"author,omitempty" maxLength:"200"`
	}
}) (*body[decided], error) {
	if err := a.writing(); err != nil {
		return nil, err
	}
	db, c, err := a.Find(ctx, in.Collection)
	if err == nil && db != a.Store {
		err = geo.Errorf(geo.ErrForbidden, "the collection is not stored")
	}
	if err != nil {
		return nil, a.problem(err)
	}
	b := &in.Body
	d := store.Decision{
		Scope: store.Scope(b.Scope), Collection: c.Name, Article: b.Article, Mention: b.Mention, Phrase: b.Phrase, Choice: store.Choice(b.Choice), RadiusKM: b.RadiusKM,
		Note: b.Note, Author: b.Author,
	}
	if d.Scope == store.ScopeAll {
		d.Collection = ""
	}
	if b.Place != "" {
		g := a.Edition.Gazetteer
		if g == nil {
			return nil, a.problem(geo.Errorf(geo.ErrUnavailable, "there is no gazetteer"))
		}
		ref, ok := g.ByID(geo.PlaceID(b.Place))
		if !ok {
			return nil, huma.Error422UnprocessableEntity("The gazetteer has no such place.", &huma.ErrorDetail{Location: "body.place", Value: b.Place})
		}
		p := g.Place(ref)
		d.Place = &p
	}
	var out decided
	err = a.Store.Update(ctx, func(tx *store.Tx) (err error) {
		out.ID, out.Effect, err = tx.Decide(ctx, d)
		return err
	})
	if err != nil {
		return nil, a.problem(err)
	}
	return &body[decided]{out}, nil
}

func (a *API) undoDecision(ctx context.Context, in *struct {
	KeyInput
	Collection string `path:"collection" doc:"Name of the collection" maxLength:"64"`
	Decision   string `path:"decision" doc:"Identifier of the decision" maxLength:"100"`
}) (*body[store.Effect], error) {
	if err := a.writing(); err != nil {
		return nil, err
	}
	if _, _, err := a.Find(ctx, in.Collection); err != nil {
		return nil, a.problem(err)
	}
	var effect store.Effect
	err := a.Store.Update(ctx, func(tx *store.Tx) (err error) {
		effect, err = tx.Undo(ctx, in.Decision, "API")
		return err
	})
	if err != nil {
		return nil, a.problem(err)
	}
	return &body[store.Effect]{effect}, nil
}

// Publication is a series of editions with one address.
type Publication struct {
	ID         string     `json:"id"`
	URL        string     `json:"url" doc:"Address of the newest edition"`
	Collection string     `json:"collection"`
	Title      string     `json:"title"`
	Selection  string     `json:"selection"`
	Withdrawn  *time.Time `json:"withdrawn,omitempty"`
	Reason     string     `json:"reason,omitempty"`
	Editions   []Edition  `json:"editions"`
}

// Edition is what was published at one time.
type Edition struct {
	Number    int       `json:"number"`
	URL       string    `json:"url"`
	Content   string    `json:"content" doc:"SHA-256 of what was published"`
	Note      string    `json:"note,omitempty" doc:"What differs from the edition before"`
	Published time.Time `json:"published"`
}

func (a *API) newPublication(p *store.Publication) Publication {
	out := Publication{
		ID: p.ID, URL: a.BaseURL + edition.Path(p.ID), Collection: p.Collection, Title: p.Title, Selection: p.Selection, Reason: p.Reason, Editions: []Edition{},
	}
	if !p.Withdrawn.IsZero() {
		at := p.Withdrawn.UTC()
		out.Withdrawn = &at
	}
	for _, e := range p.Editions {
		out.Editions = append(out.Editions, Edition{e.Number, a.BaseURL + edition.Root(p.ID, e.Number), e.Content, e.Note, e.Published.UTC()})
	}
	return out
}

func (a *API) registerEditions() {
	const tag = "Editions"
	huma.Register(a.huma, operation("list-publications", http.MethodGet, "/collections/{collection}/publications", tag, "List what was published", "Returns the publications of a collection with their editions."), a.listPublications)
	huma.Register(a.huma, operation("get-publication", http.MethodGet, "/publications/{publication}", tag, "Get a publication", "Returns a publication with its editions."), a.getPublication)
	huma.Register(a.huma, operation("publish", http.MethodPost, "/collections/{collection}/publications", tag, "Publish an edition", "Publishes a selection as an edition. Publishing it again under the same title makes the next edition if anything changed."), a.publish)
	huma.Register(a.huma, operation("withdraw", http.MethodDelete, "/publications/{publication}", tag, "Withdraw a publication", "Withdraws a publication: its address remains and gives the reason."), a.withdraw)
}

func (a *API) listPublications(ctx context.Context, in *struct {
	Collection string `path:"collection" doc:"Name of the collection" maxLength:"64"`
}) (*body[list[Publication]], error) {
	if _, _, err := a.Find(ctx, in.Collection); err != nil {
		return nil, a.problem(err)
	}
	out := []Publication{}
	if a.Store != nil {
		all, err := a.Store.Publications(ctx, in.Collection)
		if err != nil {
			return nil, a.problem(err)
		}
		for _, p := range all {
			out = append(out, a.newPublication(p))
		}
	}
	return page(out, "", len(out)), nil
}

func (a *API) getPublication(ctx context.Context, in *struct {
	Publication string `path:"publication" doc:"Identifier of the publication" maxLength:"100"`
}) (*body[Publication], error) {
	if a.Store == nil {
		return nil, a.problem(geo.Errorf(geo.ErrNotFound, "there is no publication %q", in.Publication))
	}
	p, err := a.Store.Publication(ctx, in.Publication)
	if err != nil {
		return nil, a.problem(err)
	}
	return &body[Publication]{a.newPublication(p)}, nil
}

func (a *API) publish(ctx context.Context, in *struct {
	KeyInput
	Collection string `path:"collection" doc:"Name of the collection" maxLength:"64"`
	Body       struct {
		Publication string          `json:"publication,omitempty" doc:"Identifier of the publication; the default is made from the collection, the selection and the title"`
		Selection   string          `json:"selection,omitempty" doc:"The selection in its text form"`
		Choices     edition.Choices `json:"choices" required:"false"`
	}
}) (*body[Publication], error) {
	if err := a.writing(); err != nil {
		return nil, err
	}
	s, notices := selection.ParseQuery(in.Body.Selection)
	for _, n := range notices {
		return nil, huma.Error422UnprocessableEntity("The selection is not valid.", &huma.ErrorDetail{Location: "body.selection", Message: n.Key + ": " + string(n.Reason), Value: n.Value})
	}
	db, c, err := a.Find(ctx, in.Collection)
	if err != nil {
		return nil, a.problem(err)
	}
	r, err := db.Select(ctx, c.Name, s)
	if err != nil {
		return nil, a.problem(err)
	}
	origin := a.Edition
	origin.Now = time.Now()
	p, err := edition.Publish(ctx, a.Store, in.Body.Publication, r, &in.Body.Choices, origin)
	if err != nil {
		return nil, a.problem(err)
	}
	return &body[Publication]{a.newPublication(p)}, nil
}

func (a *API) withdraw(ctx context.Context, in *struct {
	KeyInput
	Publication string `path:"publication" doc:"Identifier of the publication" maxLength:"100"`
	Reason      string `query:"reason" doc:"Why it is withdrawn" maxLength:"300"`
}) (*body[Publication], error) {
	if err := a.writing(); err != nil {
		return nil, err
	}
	if err := a.Store.Withdraw(ctx, in.Publication, in.Reason, time.Now()); err != nil {
		return nil, a.problem(err)
	}
	p, err := a.Store.Publication(ctx, in.Publication)
	if err != nil {
		return nil, a.problem(err)
	}
	return &body[Publication]{a.newPublication(p)}, nil
}
