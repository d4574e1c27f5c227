package layer

import (
	"net/url"
	"strconv"
	"strings"

	"dateline/geo"

	"github.com/paulmach/orb"
)

// PlaceRow is a row of the places layer: a place with what its mentions come to.
type PlaceRow struct {
	Place geo.Place
	// Geometry is the point of a site or settlement, the outline of an area or country
	// (see [PlaceGeometry]), or nil.
	Geometry orb.Geometry
	// Mentions is the number of mentions of the place, Articles of articles with one.
	Mentions, Articles int
	// Certain and Likely are the numbers of mentions of that confidence, Confidence is the
	// highest among them.
	Certain, Likely int
	Confidence      geo.Confidence
	// Phrases are the distinct phrases, the most frequent first.
	Phrases []string
	// FirstPublished and LastPublished are days, or "" if unknown.
	FirstPublished, LastPublished string
	// Focus is the highest focus weight among the articles, 0 to 1.
	Focus float64
	// Coarsened reports that the place contains smaller places that were mentioned, which a
	// cap of the precision withholds.
	Coarsened bool
}

// MentionRow is a row of the mentions layer. Offsets are code points of the article's
// text.
type MentionRow struct {
	// ID identifies the mention in the layer.
	ID string
	// Place is the place that is meant, the best guess of an ambiguous mention, or nil. Rows
	// may share it.
	Place *geo.Place
	// Geometry is the point of a mention placed at a site or settlement, or nil.
	Geometry orb.Geometry

	Phrase, Base, Wide string
	Role               geo.Role
	Association        geo.Association
	Outcome            geo.Outcome
	Confidence         geo.Confidence
	// Score is the calibrated probability, 0 to 1.
	Score         float64
	Approximate   bool
	UncertaintyKM float64
	// Focus is the weight of the place in what the article is about, 0 to 1.
	Focus float64

	Article                          string
	Title, Publisher, Published, URL string
	// Page is 0 for articles without pages.
	Page       int
	Start, End int
	// WideStart and WideEnd are the span of Wide, if there is one.
	WideStart, WideEnd int
	Before, After      string
	Passage            string
	PassageStart       int
	TextSHA256         string
	// Language is the language of the passage, "und" or empty if unknown.
	Language string

	Why, Also string

	Relation *RelationRow

	WhenFirst, WhenLast, WhenWords string

	// Coarsened reports that Place contains the place that is meant, which a cap of the
	// precision withholds.
	Coarsened bool
}

// RelationRow is the spatial relation of a mention. Bearing, Lat and Lon are nil if
// unknown.
type RelationRow struct {
	Words             string
	Kind              geo.RelationKind
	KM, UncertaintyKM float64
	Bearing, Lat, Lon *float64
}

// newMentionRow returns the row of the i-th mention of p, whose identifier in the layer is
// id. The offsets are converted by at.
func newMentionRow(p *geo.Parsed, i int, id string, at *geo.CodePoints) *MentionRow {
	a, m, r := &p.Article, &p.Mentions[i], &p.Resolutions[i]
	passage := m.Passage
	if passage.Len() == 0 {
		passage = m.Span
	}
	out := &MentionRow{
		ID: id, Place: r.Place, Geometry: pin(r), Phrase: m.Phrase, Base: m.Base, Role: m.Role, Association: m.Association, Outcome: r.Outcome,
		Article: a.ID, Title: a.Title, Publisher: a.Publisher, Published: a.Published, URL: WebAddress(a.URL), Page: a.Page(m.Start),
		PassageStart: at.At(passage.Start), Start: at.At(m.Start), End: at.At(m.End),
		Before: contextBefore(a.Text, m.Start), After: contextAfter(a.Text, m.End), Passage: passage.Text(a.Text), TextSHA256: a.Hash, Language: p.LanguageAt(m.Start),
		Why: strings.Join(r.Why, "; "), Also: otherCandidates(r),
	}
	if r.Place != nil {
		out.Confidence, out.Score = r.Confidence, round3(r.Probability)
		out.Approximate, out.UncertaintyKM = r.Approximate(), kilometers(r.UncertaintyKM)
		for _, f := range p.Focus {
			if f.Place.ID == r.Place.ID {
				out.Focus = max(out.Focus, f.Weight)
			}
		}
	}
	if m.Wide.Len() > 0 {
		out.Wide, out.WideStart, out.WideEnd = m.Wide.Text(a.Text), at.At(m.Wide.Start), at.At(m.Wide.End)
	}
	if rel := m.Relation; rel != nil {
		out.Relation = newRelationRow(rel)
	}
	if w := m.When; w != nil {
		out.WhenFirst, out.WhenLast, out.WhenWords = w.First, w.Last, w.Words
	}
	return out
}

func newRelationRow(rel *geo.Relation) *RelationRow {
	out := &RelationRow{Words: rel.Words, Kind: rel.Kind, KM: round1(rel.DistanceKM)}
	if rel.HasBearing {
		b := round1(rel.Bearing)
		out.Bearing = &b
	}
	if hasGeometry(rel) {
		out.Lat, out.Lon = pair(rel.Point)
		out.UncertaintyKM = round1(rel.UncertaintyKM)
	}
	return out
}

// Located returns the place whose coordinates the row has: nil if it is only the best
// guess of an ambiguous mention.
func (m *MentionRow) Located() *geo.Place {
	if m.Outcome == geo.OutcomeAmbiguous {
		return nil
	}
	return m.Place
}

// hasGeometry reports whether a relation has a geometry. Every geometry has an
// uncertainty.
func hasGeometry(r *geo.Relation) bool { return r.UncertaintyKM > 0 }

// otherCandidates formats the candidates other than the chosen one, each with its
// kind, in which places of the same name often differ, and its score.
func otherCandidates(r *geo.Resolution) string {
	var b strings.Builder
	for i := range r.Candidates {
		c := &r.Candidates[i]
		if r.Place != nil && c.Place.ID == r.Place.ID {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("; ")
		}
		var score [24]byte
		for _, part := range []string{FullName(&c.Place), ", ", c.Place.Kind.String(), " ("} {
			b.WriteString(part)
		}
		b.Write(strconv.AppendFloat(score[:0], c.Score, 'f', 2, 64))
		b.WriteByte(')')
	}
	return b.String()
}

// FullName returns the name of a place with the areas that contain it: "Paris,
// Lamar, Texas, United States".
func FullName(p *geo.Place) string {
	name := p.Name
	for _, part := range []string{p.Admin2, p.Admin1, p.CountryName} {
		if part != "" && part != p.Name && !strings.HasSuffix(name, ", "+part) {
			name += ", " + part
		}
	}
	return name
}

// WebAddress returns address if it is a URL of the scheme http or https with a
// host, otherwise "". The address of an article may be hostile, such as
// "javascript:", and other programs link what an export contains.
func WebAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return address
}
