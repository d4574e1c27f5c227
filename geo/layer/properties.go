package layer

import (
	"fmt"
	"math"
	"net/url"
	"strings"

	"dateline/geo"
)

// placeProperties are the properties of a feature of the places layer, in order.
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
		Focus: round3(p.Focus),
	}
}

// mentionProperties are the properties of a feature of the mentions layer and the
// columns of the CSV, in order. A value that is unknown or does not apply is
// omitted. Lat and Lon are the representative point of Place; an ambiguous mention
// has none, because its Place is only the best guess. Why and Also are lists
// joined by "; ", because tables cannot contain lists.
type mentionProperties struct {
	Mention       string          `json:"mention"`
	Place         geo.PlaceID     `json:"place,omitempty"`
	Name          string          `json:"name,omitempty"`
	Phrase        string          `json:"phrase"`
	Base          string          `json:"base,omitempty"`
	Wide          string          `json:"wide,omitempty"`
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
	// Start, End, WideStart, WideEnd and PassageStart are offsets in code points of the article's text.
	Start        int    `json:"start"`
	End          int    `json:"end"`
	WideStart    *int   `json:"wide_start,omitempty"`
	WideEnd      *int   `json:"wide_end,omitempty"`
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

// newMentionProperties returns the properties of the i-th mention of p, whose
// identifier in the layer is id. The offsets are converted by at.
func newMentionProperties(p *geo.Parsed, i int, id string, at *geo.CodePoints) mentionProperties {
	a, m, r := &p.Article, &p.Mentions[i], &p.Resolutions[i]
	passage := m.Passage
	if passage.Len() == 0 {
		passage = m.Span
	}
	out := mentionProperties{
		Mention: id, Phrase: m.Phrase, Base: m.Base, Role: m.Role, Association: m.Association, Outcome: r.Outcome,
		Article: a.ID, Title: a.Title, Publisher: a.Publisher, Published: a.Published, URL: WebAddress(a.URL), Page: a.Page(m.Start),
		PassageStart: at.At(passage.Start), Start: at.At(m.Start), End: at.At(m.End),
		Before: contextBefore(a.Text, m.Start), After: contextAfter(a.Text, m.End), Passage: passage.Text(a.Text), TextSHA256: a.Hash,
		Why: strings.Join(r.Why, "; "), Also: otherCandidates(r),
	}
	if r.Place != nil {
		out.Place, out.Name, out.Kind, out.Precision = r.Place.ID, r.Place.Name, r.Place.Kind.String(), r.Place.Kind.Precision()
		out.Confidence, out.Score = r.Confidence, round3(r.Probability)
		out.Country, out.CountryName, out.Admin1 = r.Place.Country, r.Place.CountryName, r.Place.Admin1
		out.Approximate, out.UncertaintyKM = r.Approximate(), kilometers(r.UncertaintyKM)
		if r.Outcome != geo.OutcomeAmbiguous {
			out.Lat, out.Lon = pair(r.Place.Point)
		}
	}
	if m.Wide.Len() > 0 {
		start, end := at.At(m.Wide.Start), at.At(m.Wide.End)
		out.Wide, out.WideStart, out.WideEnd = m.Wide.Text(a.Text), &start, &end
	}
	if rel := m.Relation; rel != nil {
		out.Relation, out.RelationKind, out.RelationKM = rel.Words, rel.Kind, round1(rel.DistanceKM)
		if rel.HasBearing {
			b := round1(rel.Bearing)
			out.RelationBearing = &b
		}
		if hasGeometry(rel) {
			out.RelationLat, out.RelationLon = pair(rel.Point)
			out.RelationUncertaintyKM = round1(rel.UncertaintyKM)
		}
	}
	if w := m.When; w != nil {
		out.WhenFirst, out.WhenLast, out.WhenWords = w.First, w.Last, w.Words
	}
	return out
}

// hasGeometry reports whether a relation has a geometry. Every geometry has an
// uncertainty.
func hasGeometry(r *geo.Relation) bool { return r.UncertaintyKM > 0 }

// otherCandidates formats the candidates other than the chosen one, each with its
// kind, in which places of the same name often differ, and its score.
func otherCandidates(r *geo.Resolution) string {
	var b strings.Builder
	for _, c := range r.Candidates {
		if r.Place != nil && c.Place.ID == r.Place.ID {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("; ")
		}
		fmt.Fprintf(&b, "%s, %s (%.2f)", fullName(&c.Place), c.Place.Kind, c.Score)
	}
	return b.String()
}

// fullName returns the name of a place with the areas that contain it: "Paris,
// Lamar, Texas, United States".
func fullName(p *geo.Place) string {
	name := p.Name
	for _, part := range []string{p.Admin2, p.Admin1, p.CountryName} {
		if part != "" && part != p.Name && !strings.HasSuffix(name, ", "+part) {
			name += ", " + part
		}
	}
	return name
}

// degrees rounds to 6 decimals (about 0.1 m), round3 to 3 and round1 to 1. They never
// return negative zero.
func degrees(v float64) float64 { return math.Round(v*1e6)/1e6 + 0 }
func round3(v float64) float64  { return math.Round(v*1e3)/1e3 + 0 }
func round1(v float64) float64  { return math.Round(v*10)/10 + 0 }

// kilometers rounds a radius to 0.1 km, and one below 1 km to 1 m, but not to 0.
func kilometers(v float64) float64 {
	if v <= 0 || v >= 1 {
		return round1(v)
	}
	return math.Max(round3(v), 0.001)
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
