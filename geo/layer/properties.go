package layer

import (
	"fmt"
	"math"
	"strings"

	"dateline/geo"
)

// placeProperties are the columns of the places layer, in order.
type placeProperties struct {
	Place          geo.PlaceID    `json:"place"`
	Name           string         `json:"name"`
	Kind           string         `json:"kind"`
	Precision      geo.Precision  `json:"precision"`
	Country        string         `json:"country,omitempty"`
	CountryName    string         `json:"country_name,omitempty"`
	Admin1         string         `json:"admin1,omitempty"`
	Lat            *float64       `json:"lat,omitempty"`
	Lon            *float64       `json:"lon,omitempty"`
	Population     int64          `json:"population,omitempty"`
	Mentions       int            `json:"mentions"`
	Articles       int            `json:"articles"`
	Confidence     geo.Confidence `json:"confidence"`
	Certain        int            `json:"certain"`
	Likely         int            `json:"likely"`
	Phrases        string         `json:"phrases"`
	FirstPublished string         `json:"first_published,omitempty"`
	LastPublished  string         `json:"last_published,omitempty"`
	Focus          float64        `json:"focus,omitempty"`
}

func (p *PlaceSummary) properties() placeProperties {
	lat, lon := pair(p.Place.Point)
	return placeProperties{
		Place: p.Place.ID, Name: p.Place.Name, Kind: p.Place.Kind.String(), Precision: p.Place.Kind.Precision(),
		Country: p.Place.Country, CountryName: p.Place.CountryName, Admin1: p.Place.Admin1,
		Lat: lat, Lon: lon, Population: p.Place.Population,
		Mentions: len(p.Mentions), Articles: p.Articles, Confidence: p.Confidence, Certain: p.Certain, Likely: p.Likely,
		Phrases: strings.Join(p.Phrases, "; "), FirstPublished: p.FirstPublished, LastPublished: p.LastPublished,
		Focus: share(p.Focus),
	}
}

// mentionProperties are the columns of the mentions layer and of the CSV file,
// in order. A value that is not known, or does not apply, is left out. Lat and
// Lon are the representative point of Place; an ambiguous mention has none,
// because its Place is a guess.
type mentionProperties struct {
	Mention       string          `json:"mention"`
	Place         geo.PlaceID     `json:"place,omitempty"`
	Name          string          `json:"name,omitempty"`
	Phrase        string          `json:"phrase"`
	Role          geo.Role        `json:"role"`
	Association   geo.Association `json:"association,omitempty"`
	Outcome       geo.Outcome     `json:"outcome"`
	Precision     geo.Precision   `json:"precision,omitempty"`
	Kind          string          `json:"kind,omitempty"`
	Confidence    geo.Confidence  `json:"confidence,omitempty"`
	Score         float64         `json:"score,omitempty"`
	Country       string          `json:"country,omitempty"`
	CountryName   string          `json:"country_name,omitempty"`
	Admin1        string          `json:"admin1,omitempty"`
	Lat           *float64        `json:"lat,omitempty"`
	Lon           *float64        `json:"lon,omitempty"`
	Approximate   bool            `json:"approximate,omitempty"`
	UncertaintyKM float64         `json:"uncertainty_km,omitempty"`

	Article   string `json:"article"`
	Title     string `json:"title,omitempty"`
	Publisher string `json:"publisher,omitempty"`
	Published string `json:"published,omitempty"`
	URL       string `json:"url,omitempty"`
	Page      int    `json:"page,omitempty"`
	// Start, End and PassageStart count code points of the article's text.
	Start        int    `json:"start"`
	End          int    `json:"end"`
	Before       string `json:"before,omitempty"`
	After        string `json:"after,omitempty"`
	Passage      string `json:"passage"`
	PassageStart int    `json:"passage_start"`
	TextSHA256   string `json:"text_sha256"`

	Why  string `json:"why,omitempty"`
	Also string `json:"also,omitempty"`

	Relation              string           `json:"relation,omitempty"`
	RelationKind          geo.RelationKind `json:"relation_kind,omitempty"`
	RelationKM            float64          `json:"relation_km,omitempty"`
	RelationBearing       *float64         `json:"relation_bearing,omitempty"`
	RelationLat           *float64         `json:"relation_lat,omitempty"`
	RelationLon           *float64         `json:"relation_lon,omitempty"`
	RelationUncertaintyKM float64          `json:"relation_uncertainty_km,omitempty"`

	WhenFirst string `json:"when_first,omitempty"`
	WhenLast  string `json:"when_last,omitempty"`
	WhenWords string `json:"when_words,omitempty"`
}

// offsets counts the code points of one text. Mentions and passages each rise in
// a text, but not together, so that each has a counter of its own.
type offsets struct{ spans, passages *geo.CodePoints }

func newOffsets(text string) offsets {
	return offsets{geo.NewCodePoints(text), geo.NewCodePoints(text)}
}

// mention describes the i-th mention of p; id is its identifier within the
// layer.
func mention(p *geo.Parsed, i int, id string, at offsets) mentionProperties {
	a, m, r := &p.Article, &p.Mentions[i], &p.Resolutions[i]
	passage := m.Passage
	if passage.Len() == 0 {
		passage = m.Span
	}
	out := mentionProperties{
		Mention: id, Phrase: m.Phrase, Role: m.Role, Association: m.Association, Outcome: r.Outcome,
		Article: a.ID, Title: a.Title, Publisher: a.Publisher, Published: a.Published, URL: a.URL, Page: a.Page(m.Start),
		PassageStart: at.passages.At(passage.Start), Start: at.spans.At(m.Start), End: at.spans.At(m.End),
		Before: before(a.Text, m.Start), After: after(a.Text, m.End), Passage: passage.Text(a.Text), TextSHA256: a.Hash,
		Why: strings.Join(r.Why, "; "), Also: also(r),
	}
	if r.Place != nil {
		out.Place, out.Name, out.Kind, out.Precision = r.Place.ID, r.Place.Name, r.Place.Kind.String(), r.Place.Kind.Precision()
		out.Confidence, out.Score = r.Confidence, share(r.Probability)
		out.Country, out.CountryName, out.Admin1 = r.Place.Country, r.Place.CountryName, r.Place.Admin1
		out.Approximate, out.UncertaintyKM = r.Approximate(), tenth(r.UncertaintyKM)
		if r.Outcome != geo.OutcomeAmbiguous {
			out.Lat, out.Lon = pair(r.Place.Point)
		}
	}
	if rel := m.Relation; rel != nil {
		out.Relation, out.RelationKind, out.RelationKM = rel.Words, rel.Kind, tenth(rel.DistanceKM)
		if rel.HasBearing {
			b := tenth(rel.Bearing)
			out.RelationBearing = &b
		}
		if located(rel) {
			out.RelationLat, out.RelationLon = pair(rel.Point)
			out.RelationUncertaintyKM = tenth(rel.UncertaintyKM)
		}
	}
	if w := m.When; w != nil {
		out.WhenFirst, out.WhenLast, out.WhenWords = w.First, w.Last, w.Words
	}
	return out
}

// located reports whether a relation's geometry was worked out: every such
// geometry has a radius.
func located(r *geo.Relation) bool { return r.UncertaintyKM > 0 }

// also lists the candidates that were not taken, each with its kind, by which
// those of one name often differ, and its score.
func also(r *geo.Resolution) string {
	var b strings.Builder
	for _, c := range r.Candidates {
		if r.Place != nil && c.Place.ID == r.Place.ID {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("; ")
		}
		fmt.Fprintf(&b, "%s, %s (%.2f)", inFull(&c.Place), c.Place.Kind, c.Score)
	}
	return b.String()
}

// inFull is a place's name with the areas that hold it: "Paris, Lamar, Texas,
// United States".
func inFull(p *geo.Place) string {
	name := p.Name
	for _, part := range []string{p.Admin2, p.Admin1, p.CountryName} {
		if part != "" && part != p.Name && !strings.HasSuffix(name, ", "+part) {
			name += ", " + part
		}
	}
	return name
}

// degrees rounds to 6 decimals, about 0.1 m; share to 3 and tenth to 1. None
// returns a negative zero.
func degrees(v float64) float64 { return math.Round(v*1e6)/1e6 + 0 }
func share(v float64) float64   { return math.Round(v*1e3)/1e3 + 0 }
func tenth(v float64) float64   { return math.Round(v*10)/10 + 0 }
