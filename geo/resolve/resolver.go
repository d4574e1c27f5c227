package resolve

import (
	"context"
	"fmt"
	"sync"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

// Decisions answers what a person decided about a phrase of an article: the place
// it means, or an empty id for "no place". Not ok means that nobody did.
type Decisions func(a *geo.Article, phrase string) (place geo.PlaceID, ok bool)

// Resolver resolves mentions over one gazetteer and one model. It is safe for
// concurrent use; the same article and recognition give the same resolutions.
type Resolver struct {
	model       *Model
	gaz         *gazetteer.Gazetteer
	decisions   Decisions
	history     *history
	publishers  *publishers
	foreignLang *[256]bool
	pool        *sync.Pool
}

// Option changes what a resolver takes into account.
type Option func(*Resolver)

// WithDecisions makes the resolver follow what people decided.
func WithDecisions(d Decisions) Option { return func(r *Resolver) { r.decisions = d } }

// withHistory makes the resolver take into account where other articles of the
// same publisher play. See [Resolver.Revise].
func withHistory(h *history) Option { return func(r *Resolver) { r.history = h } }

// New returns a resolver.
func New(m *Model, g *gazetteer.Gazetteer, options ...Option) *Resolver {
	r := &Resolver{model: m, gaz: g, publishers: &publishers{}, foreignLang: &[256]bool{}, pool: &sync.Pool{New: func() any { return new(work) }}}
	for i := range r.foreignLang {
		language := g.Language(gazetteer.Lang(i))
		r.foreignLang[i] = language != "" && language != "en" && language != "und"
	}
	for _, option := range options {
		option(r)
	}
	return r
}

// with returns a resolver that shares r's gazetteer, model and caches and has
// further options.
func (r *Resolver) with(options ...Option) *Resolver {
	changed := *r
	for _, option := range options {
		option(&changed)
	}
	return &changed
}

// Resolve returns the resolutions of the mentions of a, and its focus.
func (r *Resolver) Resolve(ctx context.Context, a *geo.Article, rec *geo.Recognition) ([]geo.Resolution, []geo.Focus, error) {
	if err := ctx.Err(); err != nil {
		return nil, nil, fmt.Errorf("resolving: %w", err)
	}
	w := r.begin(a, rec)
	defer r.end(w)
	w.gather()
	w.prepare()
	w.decide(r.decisions)
	w.rank(r.model)
	return w.resolutions(r.model), w.focus(), nil
}

// begin takes a work from the pool and points it at an article.
func (r *Resolver) begin(a *geo.Article, rec *geo.Recognition) *work {
	w, _ := r.pool.Get().(*work)
	w.gaz, w.foreignLang = r.gaz, r.foreignLang
	w.article, w.text, w.mentions = a, a.Text, rec.Mentions
	w.home = r.publishers.of(r.gaz, a.Publisher)
	w.past = nil
	if r.history != nil && a.Publisher != "" {
		w.past = r.history.of(a)
	}
	return w
}

// maxPooled is the most candidates that a pooled work keeps room for.
const maxPooled = 1 << 14

func (r *Resolver) end(w *work) {
	if cap(w.cands) > maxPooled {
		return
	}
	w.article, w.text, w.mentions, w.home, w.past, w.first, w.dateline = nil, "", nil, nil, nil, nil, nil
	r.pool.Put(w)
}

// work is the memory of one article's resolution, used again for the next.
type work struct {
	gaz         *gazetteer.Gazetteer
	foreignLang *[256]bool
	article     *geo.Article
	text        string
	mentions    []geo.Mention
	home        *home
	past        *past

	groups    []group
	of        []int // group of each mention
	cands     []candidate
	rows      []row // parallel to cands
	table     []int32
	marks     []int
	outers    []int
	names     []gazetteer.NameRef
	norm      []byte
	norm2     []byte
	frequent  []int
	near      []neighbour
	relations []int
	holders   []int // groups, see beside
	mates     []int

	votes                     votes
	named                     votes       // the likeliest mention of each country and area by its own name
	local                     []neighbour // of any kind, weighed by distance in the text
	title                     titleNames
	first, dateline           *candidate
	firstGroup, datelineGroup int
}

// prepare computes what does not change from pass to pass.
func (w *work) prepare() {
	w.scanTitle()
	w.relations = w.relations[:0]
	for i := range w.mentions {
		if rel := w.mentions[i].Relation; rel != nil && rel.DistanceKM > 0 && rel.SubjectMention >= 0 && rel.SubjectMention < len(w.mentions) {
			w.relations = append(w.relations, i)
		}
	}
	w.mostFrequent()
	w.rows = resize(w.rows, len(w.cands))
	for i := range w.groups {
		w.static(&w.groups[i])
	}
}

func resize(rows []row, n int) []row {
	if cap(rows) < n {
		return append(rows[:cap(rows)], make([]row, n-cap(rows))...)
	}
	return rows[:n]
}

// mostFrequent picks the groups that every group of a long article is compared
// with.
func (w *work) mostFrequent() {
	w.frequent = w.frequent[:0]
	if len(w.groups) <= maxNeighbours {
		return
	}
	for i := range w.groups {
		at := len(w.frequent)
		for at > 0 && w.groups[w.frequent[at-1]].count < w.groups[i].count {
			at--
		}
		if at >= 10 {
			continue
		}
		if len(w.frequent) < 10 {
			w.frequent = append(w.frequent, 0)
		}
		copy(w.frequent[at+1:], w.frequent[at:])
		w.frequent[at] = i
	}
}

// decide gives the groups that a person decided about that one candidate.
func (w *work) decide(decisions Decisions) {
	if decisions == nil {
		return
	}
	for i := range w.groups {
		g := &w.groups[i]
		id, ok := decisions(w.article, g.phrase)
		if !ok {
			continue
		}
		g.decided = true
		g.from, g.to = len(w.cands), len(w.cands)
		if ref, found := w.gaz.ByID(id); found {
			w.cands = append(w.cands, w.candidate(ref))
			w.rows = append(w.rows, row{})
			g.to++
			w.static(g)
		}
	}
}
