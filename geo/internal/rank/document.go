package rank

import (
	"sync"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/locale"
	"dateline/geo/internal/rank/history"
	"dateline/geo/internal/refsum"
)

// Decisions returns an editor's decision about a phrase of an article: the place it
// means, or "" for no place. ok is false if there is no decision.
type Decisions func(a *geo.Article, phrase string) (place geo.PlaceID, ok bool)

// Analyzer creates documents over one gazetteer. It is safe for concurrent use.
type Analyzer struct {
	// Home returns the place where the publisher of an article is at home, as a user gave
	// it; ok is false where none was given, and the publisher's name tells. It is nil if no
	// homes were given, and must be set before the first use.
	Home func(*geo.Article) (home gazetteer.Ref, ok bool)

	gaz         *gazetteer.Gazetteer
	foreignLang [256]bool // by gazetteer.Lang
	locales     locale.Cache
	pool        sync.Pool
}

// NewAnalyzer returns an analyzer.
func NewAnalyzer(g *gazetteer.Gazetteer) *Analyzer {
	a := &Analyzer{gaz: g, pool: sync.Pool{New: func() any { return new(Document) }}}
	for i := range a.foreignLang {
		language := g.Language(gazetteer.Lang(i))
		a.foreignLang[i] = language != "" && language != "en" && language != "und"
	}
	return a
}

// Gazetteer returns the gazetteer.
func (a *Analyzer) Gazetteer() *gazetteer.Gazetteer { return a.gaz }

// Analyze returns an article's clusters with their candidates and static features. A
// history of the publisher, others, is used unless it is nil. Release returns the document to
// the analyzer.
func (a *Analyzer) Analyze(article *geo.Article, rec *geo.Recognition, others *history.History) *Document {
	d, _ := a.pool.Get().(*Document)
	d.gaz, d.foreignLang = a.gaz, &a.foreignLang
	d.Article, d.Text, d.Mentions = article, article.Text, rec.Mentions
	if d.language = rec.Language; d.language == "en" || d.language == "und" {
		d.language = ""
	}
	d.setPress()
	d.locale = a.localeOf(article)
	d.profile = nil
	if others != nil && article.Publisher != "" {
		d.profile = others.Profile(article)
	}
	d.clusterMentions()
	d.scanTitle()
	d.findRelations()
	d.findFrequent()
	d.Rows = resize(d.Rows, len(d.Candidates))
	for i := range d.Clusters {
		d.staticFeatures(&d.Clusters[i])
	}
	for i := range d.Clusters {
		d.neighborFeatures(i)
	}
	return d
}

// localeOf returns the locale of an article's publisher, nil if it has none.
func (a *Analyzer) localeOf(article *geo.Article) *locale.Locale {
	if a.Home != nil {
		if home, ok := a.Home(article); ok {
			return locale.Of(a.gaz, home)
		}
	}
	return a.locales.Get(a.gaz, article.Publisher)
}

// maxPooled is the maximum number of candidates of a document that is reused.
const maxPooled = 1 << 14

// Release lets the analyzer reuse a document, which must not be used any more.
func (a *Analyzer) Release(d *Document) {
	if cap(d.Candidates) > maxPooled {
		return
	}
	d.Article, d.Text, d.Mentions, d.locale, d.profile, d.lead, d.dateline = nil, "", nil, nil, nil, anchor{}, anchor{}
	a.pool.Put(d)
}

// Document is an article with the state of its ranking. Its memory is reused between
// articles, see [Analyzer.Release].
type Document struct {
	Article    *geo.Article
	Text       string
	Mentions   []geo.Mention
	Clusters   []Cluster
	ClusterOf  []int // by mention
	Candidates []Candidate
	Rows       []Row // features of the candidates

	gaz         *gazetteer.Gazetteer
	language    string   // "" if English; in others names are looked up by their base forms
	press       []uint16 // codes of the countries of the press in the language
	foreignLang *[256]bool
	locale      *locale.Locale
	profile     *history.Profile

	title          refsum.Areas // of the names in the title
	areas          refsum.Areas // of all clusters
	locations      refsum.Areas // of the clusters that do not act, see actingOf
	actors         refsum.Areas // of those that do: the largest probability of each
	explicit       refsum.Areas // of countries and areas named explicitly: the largest probability of each
	lead, dateline anchor
	frequent       []int // clusters that every cluster of a long article is compared with
	relations      []int // mentions with a distance

	// Buffers.
	table       []int32
	outerOf     []int
	firstOuter  []int
	names       []gazetteer.NameRef
	norm, norm2 []byte
	near, local []neighbor
	containers  []int
	listPeers   []int
}

// Best returns the most probable candidate of a cluster, nil if it has none.
func (d *Document) Best(g *Cluster) *Candidate {
	if g.Best < 0 {
		return nil
	}
	return &d.Candidates[g.Best]
}

// Dateline returns the place of the article's dateline, nil if it has none.
func (d *Document) Dateline() *Candidate { return d.dateline.best }

// Gazetteer returns the gazetteer.
func (d *Document) Gazetteer() *gazetteer.Gazetteer { return d.gaz }

// findRelations finds the mentions that locate another mention at a distance.
func (d *Document) findRelations() {
	d.relations = d.relations[:0]
	for i := range d.Mentions {
		if rel := d.Mentions[i].Relation; rel != nil && rel.DistanceKM > 0 && rel.SubjectMention >= 0 && rel.SubjectMention < len(d.Mentions) {
			d.relations = append(d.relations, i)
		}
	}
}

// maxFrequent is the number of frequent clusters.
const maxFrequent = 10

// findFrequent finds the most frequent clusters of an article with more clusters than
// can be compared with one another.
func (d *Document) findFrequent() {
	d.frequent = d.frequent[:0]
	if len(d.Clusters) <= maxNeighbors {
		return
	}
	for i := range d.Clusters {
		at := len(d.frequent)
		for at > 0 && d.Clusters[d.frequent[at-1]].Count < d.Clusters[i].Count {
			at--
		}
		if at >= maxFrequent {
			continue
		}
		if len(d.frequent) < maxFrequent {
			d.frequent = append(d.frequent, 0)
		}
		copy(d.frequent[at+1:], d.frequent[at:])
		d.frequent[at] = i
	}
}

// ApplyDecisions reduces the clusters that an editor decided to the candidate that was
// chosen, or to none.
func (d *Document) ApplyDecisions(decisions Decisions) {
	for i := range d.Clusters {
		g := &d.Clusters[i]
		id, ok := decisions(d.Article, g.Phrase)
		if phrase := bare(d.Mentions[g.First].Phrase); !ok && phrase != g.Phrase {
			id, ok = decisions(d.Article, phrase)
		}
		if !ok {
			continue
		}
		g.Decided = true
		g.From, g.To = len(d.Candidates), len(d.Candidates)
		if ref, found := d.gaz.ByID(id); found {
			d.Candidates = append(d.Candidates, d.candidate(ref))
			d.Rows = append(d.Rows, Row{})
			g.To++
			d.staticFeatures(g)
		}
	}
}

// resize returns rows with length n; new rows have any content.
func resize(rows []Row, n int) []Row {
	if cap(rows) < n {
		return append(rows[:cap(rows)], make([]Row, n-cap(rows))...)
	}
	return rows[:n]
}
