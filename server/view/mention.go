package view

import (
	"dateline/geo"
	"dateline/geo/layer"
)

// Mention is a mention as a card shows it: its passage, its source, what it
// means and why.
type Mention struct {
	ID string
	// Before, Phrase and After are the passage.
	Before, Phrase, After string
	Outcome               geo.Outcome
	OutcomeWords          string
	// Place is the place meant, guessed or nearby; nil when there is none.
	Place      *PlaceRef
	Confidence geo.Confidence
	Percent    int // the probability that Place is meant
	// Near says that Place is only nearby, within UncertaintyKM.
	Near          bool
	UncertaintyKM int
	Role          string
	Why           []string
	Alternatives  []Candidate
	Relation      string
	When          string
	Article       ArticleRef
	Page          int
	InContext     string
}

// PlaceRef names a place and links to it.
type PlaceRef struct {
	ID        geo.PlaceID
	Name      string
	Where     string
	Kind      string
	Precision geo.Precision
	URL       string // empty where the collection has no page for it
}

// Candidate is another place that a mention may have meant.
type Candidate struct {
	Name, Where, Kind string
	// Position tells candidates apart that are alike in all else, otherwise it is
	// empty.
	Position string
	Percent  int
}

// ArticleRef names an article and links to it.
type ArticleRef struct {
	Title, URL, Publisher, Published, Day string
}

func placeRef(p *geo.Place, l Links) *PlaceRef {
	return &PlaceRef{
		ID: p.ID, Name: p.Name, Where: where(p), Kind: kindWord(p.Kind), Precision: p.Kind.Precision(), URL: l.Place(p.ID),
	}
}

func articleRef(a *geo.Article, l Links) ArticleRef {
	return ArticleRef{Title: titleOf(a), URL: l.Article(a.ID), Publisher: a.Publisher, Published: a.Published, Day: day(a.Published)}
}

// titleOf is an article's title, or its id where it has none.
func titleOf(a *geo.Article) string {
	if a.Title != "" {
		return a.Title
	}
	return a.ID
}

// mentionAt describes one mention of a set.
func mentionAt(set *layer.Set, ref layer.MentionRef, l Links) Mention {
	p := set.Parsed[ref.Article]
	return mentionOf(p, ref.Mention, l)
}

func mentionOf(p *geo.Parsed, i int, l Links) Mention {
	a, m, r := &p.Article, &p.Mentions[i], &p.Resolutions[i]
	passage := m.Passage
	if !passage.Contains(m.Span) {
		passage = m.Span
	}
	id := geo.MentionID(a, m.Span)
	out := Mention{
		ID: id, Before: a.Text[passage.Start:m.Start], Phrase: m.Text(a.Text), After: a.Text[m.End:passage.End],
		Outcome: r.Outcome, OutcomeWords: outcomeWords[r.Outcome][0], Role: roleWords(m), Why: r.Why,
		Article: articleRef(a, l), Page: a.Page(m.Start), InContext: l.InContext(a.ID, id),
	}
	if r.Place != nil {
		out.Place, out.Confidence, out.Percent = placeRef(r.Place, l), r.Confidence, percent(r.Probability)
		out.Near, out.UncertaintyKM = r.Approximate(), int(r.UncertaintyKM+.5)
		if r.Outcome != geo.OutcomePlaced && r.Outcome != geo.OutcomeCountry {
			out.Place.URL = ""
		}
	}
	out.Alternatives = candidates(r)
	if m.Relation != nil {
		out.Relation = m.Relation.Words
	}
	if w := m.When; w != nil {
		out.When = day(w.First)
		if w.Last != w.First && w.Last != "" {
			out.When += " to " + day(w.Last)
		}
		if w.Words != "" {
			out.When += " (“" + w.Words + "”)"
		}
	}
	return out
}

// candidates are the places that were not taken, told apart.
func candidates(r *geo.Resolution) []Candidate {
	describe := func(p *geo.Place) Candidate {
		return Candidate{Name: p.Name, Where: where(p), Kind: kindWord(p.Kind)}
	}
	alike := map[Candidate]int{}
	for i := range r.Candidates {
		alike[describe(&r.Candidates[i].Place)]++
	}
	var out []Candidate
	for i := range r.Candidates {
		p := &r.Candidates[i].Place
		if r.Place != nil && p.ID == r.Place.ID {
			continue
		}
		c := describe(p)
		if alike[c] > 1 {
			c.Position = positionOf(p)
		}
		c.Percent = percent(r.Candidates[i].Score)
		out = append(out, c)
	}
	return out
}

// percent rounds a probability, but calls nothing quite impossible or sure.
func percent(p float64) int {
	return min(max(int(p*100+.5), 1), 99)
}
