package view

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/server/store"

	"github.com/paulmach/orb"
)

// Mention describes a mention: its passage, its source, its place and the reasons.
type Mention struct {
	ID string
	// Before, Phrase and After are the passage.
	Before, Phrase, After string
	// Language is the language of the passage, or empty.
	Language string
	// Strict is set if the language has no trained recognizer.
	Strict       bool
	Outcome      geo.Outcome
	OutcomeWords string
	// Place is the place meant, the best guess, or the nearby place; nil if there is
	// none.
	Place      *PlaceRef
	Confidence geo.Confidence
	Percent    int // the probability that Place is meant
	// Near is set if Place is only nearby, within UncertaintyKM.
	Near          bool
	UncertaintyKM int
	Role          string
	Why           []string
	Alternatives  []Candidate
	Relation      string
	// When are the days that the passage speaks of; nil without one.
	When      *geo.DateRange
	Article   ArticleRef
	Page      int
	InContext string
	// Permalink is the address of the mention's own page.
	Permalink string
	// Correct is the address of the page on which the mention is corrected in its
	// collection; empty in a single-file map.
	Correct string
	// Decided is what a person decided about the mention; nil if nobody did.
	Decided *Decided
	// Shape is the geometry of the relation; nil without one.
	Shape *RelationShape
}

// Note is the address to which the mark of the mention in the text leads.
func (m *Mention) Note() string {
	if m.Permalink == m.InContext { // in a single-file map
		return "#d-" + m.ID
	}
	return m.Permalink
}

// OnMap reports whether the mention is drawn on the map.
func (m *Mention) OnMap() bool {
	return m.Outcome == geo.OutcomePlaced || m.Outcome == geo.OutcomeCountry
}

// RelationShape is the circle that a relation such as "50 kilometers north of Kabul"
// describes, and the place it starts from. Positions are "latitude,longitude".
type RelationShape struct {
	At, From string
	RadiusKM float64
}

// Decided describes the decision of a person about a mention.
type Decided struct {
	// By is the name of the person, which may be empty, At the time, and Before the place before it, which is empty if there was none.
	By     string
	At     time.Time
	Before string
}

// NewDecided describes the latest change of a reading by a person.
func NewDecided(r *store.Reading) *Decided {
	return &Decided{By: r.Author, At: r.At, Before: r.Before.Name}
}

// PlaceRef names a place and links to it.
type PlaceRef struct {
	ID        geo.PlaceID
	Name      string
	Where     string
	Kind      string
	Precision geo.Precision
	URL       string // empty if the collection has no page for it
}

// Candidate is another place that a mention may mean.
type Candidate struct {
	ID geo.PlaceID
	// At is "latitude,longitude".
	At                string
	Name, Where, Kind string
	// Position distinguishes candidates that are otherwise described alike; empty for
	// the others.
	Position string
	Percent  int
}

// ArticleRef names an article and links to it.
type ArticleRef struct {
	ID, Title, URL, Publisher, Published, Day string
	// Language is the language of the article, or empty.
	Language string
}

func placeRef(p *geo.Place, l Links) *PlaceRef {
	return &PlaceRef{
		ID: p.ID, Name: p.Name, Where: where(p), Kind: p.Kind.Label(), Precision: p.Kind.Precision(), URL: l.Place(p.ID),
	}
}

func articleRef(a *geo.Article, language string, l Links) ArticleRef {
	return ArticleRef{
		ID: a.ID, Title: Title(a), URL: l.Article(a.ID), Publisher: a.Publisher, Published: a.Published, Day: day(a.Published), Language: LanguageTag(language),
	}
}

// LanguageTag returns a language code for a lang attribute; empty for "und".
func LanguageTag(language string) string {
	if language == "und" {
		return ""
	}
	return language
}

// maxDerivedTitle is the maximum number of code points of a title made from the text.
const maxDerivedTitle = 70

// Title returns the title of an article. Without one it is the name of its file, or
// the beginning of its text; never the identifier.
func Title(a *geo.Article) string {
	if title := strings.TrimSpace(a.Title); title != "" {
		return title
	}
	if name := fileTitle(a.Source); name != "" {
		return name
	}
	line, _, _ := strings.Cut(strings.TrimSpace(a.Text), "\n")
	return truncate(line)
}

// fileTitle returns the name of a file without its folders and extension; empty for
// sources that are not files.
func fileTitle(source string) string {
	if source == "" || source == "-" || strings.Contains(source, "://") {
		return ""
	}
	name := source[strings.LastIndexAny(source, `/\`)+1:]
	dot := strings.LastIndexByte(name, '.')
	if dot <= 0 || len(name)-dot > 9 || strings.ContainsAny(name[dot:], " \t") {
		return "" // without an extension it is a description, such as "pasted text"
	}
	return name[:dot]
}

// truncate shortens text at a space to a title's length.
func truncate(text string) string {
	if utf8.RuneCountInString(text) <= maxDerivedTitle {
		return text
	}
	cut := string([]rune(text)[:maxDerivedTitle])
	if i := strings.LastIndexFunc(cut, unicode.IsSpace); i > len(cut)/2 {
		cut = cut[:i]
	}
	return strings.TrimRightFunc(cut, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) }) + "…"
}

// mentionAt describes one mention of a set.
func mentionAt(set *layer.Set, ref layer.MentionRef, l Links) Mention {
	return newMention(set.Parsed[ref.Article], ref.Mention, l)
}

func newMention(p *geo.Parsed, i int, l Links) Mention {
	a, m, r := &p.Article, &p.Mentions[i], &p.Resolutions[i]
	passage := m.Passage
	if !passage.Contains(m.Span) {
		passage = m.Span
	}
	id := geo.MentionID(a, m.Span)
	out := Mention{
		ID: id, Before: a.Text[passage.Start:m.Start], Phrase: m.Text(a.Text), After: a.Text[m.End:passage.End], Language: LanguageTag(p.LanguageAt(m.Start)), Strict: p.StrictAt(m.Start),
		Outcome: r.Outcome, OutcomeWords: outcomeLabels[r.Outcome].one, Role: roleWords(m), Why: r.Why,
		Article: articleRef(a, p.Language, l), Page: a.Page(m.Start), InContext: l.InContext(a.ID, sectionOf(a.Text, m.Start), id), Permalink: l.Mention(id),
	}
	if r.Place != nil {
		out.Place, out.Confidence, out.Percent = placeRef(r.Place, l), r.Confidence, percent(r.Probability)
		out.Near, out.UncertaintyKM = r.Approximate(), int(r.UncertaintyKM+.5)
		if r.Outcome != geo.OutcomePlaced && r.Outcome != geo.OutcomeCountry {
			out.Place.URL = ""
		}
	}
	if l.Collection != "" {
		out.Correct = l.MentionOf(a.ID, id)
	}
	out.Alternatives = alternatives(r)
	if m.Relation != nil {
		out.Relation = relationWords(p, i)
		out.Shape = relationShape(m.Relation, r.Place)
	}
	out.When = m.When
	return out
}

// maxRelation is the maximum length of the words of a relation with its anchors, in bytes.
const maxRelation = 120

// relationWords returns the words of the relation of a mention with the places that it relates to: "50 kilometers north of Kabul", "between
// Herat and Islam Qala". If these are far apart, or the second one is not in p, which may have the mentions of one place only, it returns
// the words alone.
func relationWords(p *geo.Parsed, i int) string {
	m := &p.Mentions[i]
	r := m.Relation
	span := geo.Span{Start: min(r.Span.Start, m.Start), End: max(r.Span.End, m.End)}
	if r.Anchor2 >= 0 {
		if r.Anchor != i || r.Anchor2 >= len(p.Mentions) {
			return r.Words
		}
		second := p.Mentions[r.Anchor2].Span
		span = geo.Span{Start: min(span.Start, second.Start), End: max(span.End, second.End)}
	}
	text := p.Article.Text
	if span.Start < 0 || span.End > len(text) || span.Start >= span.End || span.End-span.Start > maxRelation || strings.Contains(text[span.Start:span.End], "\n\n") {
		return r.Words
	}
	return strings.Join(strings.Fields(text[span.Start:span.End]), " ")
}

// relationShape returns the geometry of a relation whose anchor is a place, which may
// be nil; nil if the relation has none.
func relationShape(r *geo.Relation, from *geo.Place) *RelationShape {
	if r.UncertaintyKM <= 0 || from == nil {
		return nil
	}
	return &RelationShape{At: latLon(r.Point), From: latLon(from.Point), RadiusKM: r.UncertaintyKM}
}

// latLon formats a position as "latitude,longitude" with 5 decimals (about 1 m).
func latLon(p orb.Point) string {
	return strconv.FormatFloat(p.Lat(), 'f', 5, 64) + "," + strconv.FormatFloat(p.Lon(), 'f', 5, 64)
}

// alternatives lists the candidates that were not chosen.
func alternatives(r *geo.Resolution) []Candidate {
	describe := func(p *geo.Place) Candidate {
		return Candidate{Name: p.Name, Where: where(p), Kind: p.Kind.Label()}
	}
	same := map[Candidate]int{}
	for i := range r.Candidates {
		same[describe(&r.Candidates[i].Place)]++
	}
	var out []Candidate
	for i := range r.Candidates {
		p := &r.Candidates[i].Place
		if r.Place != nil && p.ID == r.Place.ID {
			continue
		}
		c := describe(p)
		if same[c] > 1 {
			c.Position = formatPosition(p)
		}
		c.ID, c.At, c.Percent = p.ID, latLon(p.Point), percent(r.Candidates[i].Score)
		out = append(out, c)
	}
	return out
}

// percent rounds a probability to 1 to 99: nothing is impossible or certain.
func percent(p float64) int {
	return min(max(int(p*100+.5), 1), 99)
}
