package resolve

import (
	"cmp"
	"context"
	"fmt"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/rank"
	"dateline/geo/internal/rank/feature"
	"dateline/geo/internal/rank/history"
)

// Model is a trained ranking model with its calibration.
type Model = rank.Model

// LoadModel parses a model file as "dateline-train resolver" writes it. The error wraps
// [geo.ErrCorrupt] if the bytes are not a model, or a model of another version.
func LoadModel(b []byte) (*Model, error) { return feature.LoadModel(b) }

// Decisions returns an editor's decision about a phrase of an article: the place it
// means, or "" for no place. ok is false if there is no decision.
type Decisions = rank.Decisions

// Resolver resolves the mentions of articles with one gazetteer and one model. It is
// safe for concurrent use. The same article and recognition give the same resolutions.
type Resolver struct {
	model     *Model
	analyzer  *rank.Analyzer
	decisions Decisions
	history   *history.History
	places    *placeCache
	home      geo.PlaceID // of the articles without one
}

// Option is an option of a resolver.
type Option func(*Resolver)

// WithDecisions makes the resolver follow the decisions of editors.
func WithDecisions(d Decisions) Option { return func(r *Resolver) { r.decisions = d } }

// WithHome makes the resolver prefer places near the home of the publisher of all articles that have
// no Home of their own, unless the text contradicts it. An identifier that the gazetteer lacks is ignored.
func WithHome(id geo.PlaceID) Option { return func(r *Resolver) { r.home = id } }

// homeOf returns the home of an article's publisher as a user gave it. ok is false if none was given
// that the gazetteer has.
func (r *Resolver) homeOf(a *geo.Article) (home gazetteer.Ref, ok bool) {
	id := cmp.Or(a.Home, r.home)
	if id == "" {
		return gazetteer.NoRef, false
	}
	return r.analyzer.Gazetteer().ByID(id)
}

// New returns a resolver.
func New(m *Model, g *gazetteer.Gazetteer, options ...Option) *Resolver {
	r := &Resolver{model: m, analyzer: rank.NewAnalyzer(g), places: &placeCache{}}
	for _, option := range options {
		option(r)
	}
	r.analyzer.Home = r.homeOf
	return r
}

// withHistory returns a resolver that shares r's model and caches and uses the places
// of each publisher's other articles.
func (r *Resolver) withHistory(h *history.History) *Resolver {
	changed := *r
	changed.history = h
	return &changed
}

// Resolve returns the resolution of each mention and the focus of the article. Mentions
// of coordinates are at their own points and don't count for the focus. The
// candidates and reasons of mentions with the same meaning and the codes of places are shared and
// must not be modified.
func (r *Resolver) Resolve(ctx context.Context, a *geo.Article, rec *geo.Recognition) ([]geo.Resolution, []geo.Focus, error) {
	if err := ctx.Err(); err != nil {
		return nil, nil, fmt.Errorf("resolving article %q: %w", a.ID, err)
	}
	named, index := names(rec)
	d := r.analyzer.Analyze(a, named, r.history)
	defer r.analyzer.Release(d)
	if r.decisions != nil {
		d.ApplyDecisions(r.decisions)
	}
	d.Rank(r.model)
	return r.withCoordinates(a, rec, resolutions(d, r.model, r.places), index), focus(d, r.places), nil
}
