package spatial_test

import (
	"math"
	"regexp"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/spatial"

	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"
)

var tokenPattern = regexp.MustCompile(`['’]s\b|\p{L}+(?:-\p{L}+|['’]\p{L}{2,})*|\d+(?:[.,]\d+)*|\S`)

// recognition tokenizes a sentence in which [brackets] mark the mentions.
func recognition(marked string) (*geo.Article, *geo.Recognition) {
	rec := &geo.Recognition{Language: "en"}
	var text strings.Builder
	for i, part := range regexp.MustCompile(`[\[\]]`).Split(marked, -1) {
		if i%2 == 1 {
			rec.Mentions = append(rec.Mentions, geo.Mention{Span: geo.Span{Start: text.Len(), End: text.Len() + len(part)}, Phrase: part, Role: geo.RoleLiteral})
		}
		text.WriteString(part)
	}
	for _, m := range tokenPattern.FindAllStringIndex(text.String(), -1) {
		rec.Tokens = append(rec.Tokens, geo.Token{Span: geo.Span{Start: m[0], End: m[1]}})
	}
	return &geo.Article{Text: text.String()}, rec
}

func TestFind(t *testing.T) {
	const none = -1.0
	for _, c := range []struct {
		text    string
		anchor  int // the mention that carries the relation
		kind    geo.RelationKind
		words   string
		km      float64
		bearing float64
		subject string
	}{
		{"inmates fled the [Bagram Airfield], 50 kilometers north of [Kabul], that day", 1, geo.RelationOffset, "50 kilometers north of", 50, 0, "Bagram Airfield"},
		{"a village 30 km east of [Kunduz] was hit", 0, geo.RelationOffset, "30 km east of", 30, 90, "a village"},
		{"about 25 miles (40 km) south-west of the city of [Herat]", 0, geo.RelationOffset, "about 25 miles (40 km) south-west of", 40.2336, 225, ""},
		{"a camp some 10 kilometres north-north-east of [Aden]", 0, geo.RelationOffset, "some 10 kilometres north-north-east of", 10, 22.5, "a camp"},
		{"a few hundred meters from the border town of [Chaman]", 0, geo.RelationDistance, "a few hundred meters from", 0.3, none, ""},
		{"twenty-five miles outside [Quetta]", 0, geo.RelationDistance, "twenty-five miles outside", 40.23, none, ""},
		{"a two-hour drive north of [Mosul]", 0, geo.RelationOffset, "two-hour drive north of", 120, 0, ""},
		{"30 to 40 kilometers from [Raqqa]", 0, geo.RelationDistance, "30 to 40 kilometers from", 35, none, ""},
		{"fighting north of [Mosul]", 0, geo.RelationDirection, "north of", 0, 0, ""},
		{"troops stationed near [Quetta]", 0, geo.RelationNear, "near", 0, none, ""},
		{"a market close to the town of [Idlib]", 0, geo.RelationNear, "close to", 0, none, "a market"},
		{"on the outskirts of [Aleppo]", 0, geo.RelationOutskirts, "the outskirts of", 0, none, ""},
		{"in the northern outskirts of [Aleppo]", 0, geo.RelationOutskirts, "the northern outskirts of", 0, 0, ""},
		{"a ship sank off the coast of [Yemen]", 0, geo.RelationCoast, "off the coast of", 0, none, ""},
		{"20 nautical miles off the southern coast of [Crete]", 0, geo.RelationCoast, "20 nautical miles off the southern coast of", 37.04, 180, ""},
		{"40 miles off [Hodeidah]", 0, geo.RelationCoast, "40 miles off", 64.37, none, ""},
		{"between [Chaman] and [Spin Boldak]", 0, geo.RelationBetween, "between", 0, none, ""},
		{"the road from [Kabul] to [Jalalabad]", 0, geo.RelationRoad, "the road from", 0, none, ""},
		{"the main highway linking [Kabul] with [Kandahar]", 0, geo.RelationRoad, "the main highway linking", 0, none, ""},
		{"in south-eastern [Helmand]", 0, geo.RelationPart, "south-eastern", 0, 135, ""},
		{"in the north of [Syria]", 0, geo.RelationPart, "the north of", 0, 0, ""},
		{"15 km west of the [Ukrainian] city of [Kharkiv]", 1, geo.RelationOffset, "15 km west of", 15, 270, ""},
		{"about 25 miles north of the [Iraqi] capital, [Baghdad], a bomb exploded", 1, geo.RelationOffset, "about 25 miles north of", 40.2336, 0, ""},
		{"about 25 miles north of the [Iraqi] capital [Baghdad]", 1, geo.RelationOffset, "about 25 miles north of", 40.2336, 0, ""},
		{"10 km east of the port of [Aden]", 0, geo.RelationOffset, "10 km east of", 10, 90, ""},
		{"10 km east of the [Red Sea] port of [Hodeidah]", 1, geo.RelationOffset, "10 km east of", 10, 90, ""},
		{"10 km east of [Pakistan]'s port city of [Karachi]", 1, geo.RelationOffset, "10 km east of", 10, 90, ""},
		{"30 km south of [Ukraine]'s second largest city, [Kharkiv]", 1, geo.RelationOffset, "30 km south of", 30, 180, ""},
		{"20 miles southeast of the ancient, rebel-held [Syrian] city of [Palmyra]", 1, geo.RelationOffset, "20 miles southeast of", 32.187, 135, ""},
		{"12 nautical miles off the [Libyan] port city of [Zuwara]", 1, geo.RelationCoast, "12 nautical miles off", 22.224, none, ""},
		{"troops near the eastern [Ukrainian] town of [Bakhmut]", 1, geo.RelationNear, "near", 0, none, ""},
		{"north of the Kurdish town of [Kobani]", 0, geo.RelationDirection, "north of", 0, 0, ""},
		{"inmates fled the [Bagram Airfield], 50 kilometers north of the [Afghan] capital of [Kabul]", 2, geo.RelationOffset, "50 kilometers north of", 50, 0, "Bagram Airfield"},
		{"between the [Ukrainian] city of [Kharkiv] and the [Russian] city of [Belgorod]", 1, geo.RelationBetween, "between", 0, none, ""},
		{"the road from the [Afghan] capital, [Kabul], to [Jalalabad]", 1, "", "", 0, none, ""},
		{"5 km south of [Kabul] city, [Afghanistan]", 0, geo.RelationOffset, "5 km south of", 5, 180, ""},
		{"5 km south of [Kabul] city, [Afghanistan]", 1, "", "", 0, none, ""},
		{"15 km west of the [Ukrainian] city of [Kharkiv]", 0, "", "", 0, none, ""},
		{"M 5.8 - 23 km SSE of [Hihifo], [Tonga]", 0, geo.RelationOffset, "23 km SSE of", 23, 157.5, ""},
		{"M 5.8 - 23 km SSE of [Hihifo], [Tonga]", 1, "", "", 0, none, ""},
		{"they moved north of the river into the city of [Mosul]", 0, "", "", 0, none, ""},
		{"they cut off [Gaza]", 0, "", "", 0, none, ""},
		{"he came from [Gaza]", 0, "", "", 0, none, ""},
		{"the people of [Gaza]", 0, "", "", 0, none, ""},
		{"it is not near [Gaza]", 0, "", "", 0, none, ""},
		{"the eastern city of [Jalalabad]", 0, "", "", 0, none, ""},
		{"trade between [Iran] and its neighbours", 0, "", "", 0, none, ""},
		{"flights from [Kabul] to [Doha]", 0, "", "", 0, none, ""},
	} {
		a, rec := recognition(c.text)
		spatial.Find(a, rec)
		rel := rec.Mentions[c.anchor].Relation
		if rel == nil || c.kind == "" {
			if c.kind != "" || rel != nil {
				t.Errorf("%q: relation %v, want %q", c.text, rel, c.kind)
			}
			continue
		}
		if rel.Kind != c.kind || rel.Words != c.words {
			t.Errorf("%q: %s %q, want %s %q", c.text, rel.Kind, rel.Words, c.kind, c.words)
		}
		if math.Abs(rel.DistanceKM-c.km) > 0.01 {
			t.Errorf("%q: %g km, want %g", c.text, rel.DistanceKM, c.km)
		}
		if rel.HasBearing != (c.bearing != none) || rel.HasBearing && rel.Bearing != c.bearing {
			t.Errorf("%q: bearing %g (%t), want %g", c.text, rel.Bearing, rel.HasBearing, c.bearing)
		}
		if got := rel.Subject.Text(a.Text); got != c.subject {
			t.Errorf("%q: subject %q, want %q", c.text, got, c.subject)
		}
		if (rel.Kind == geo.RelationBetween || rel.Kind == geo.RelationRoad) && rel.Anchor2 != len(rec.Mentions)-1 {
			t.Errorf("%q: second anchor %d", c.text, rel.Anchor2)
		}
	}
}

func TestFindIgnoresOtherLanguages(t *testing.T) {
	a, rec := recognition("near [Quetta]")
	rec.Language = "de"
	spatial.Find(a, rec)
	if rec.Mentions[0].Relation != nil {
		t.Error("a relation was read in German")
	}
	rec.Language = "und" // titles are often too short to detect the language
	if spatial.Find(a, rec); rec.Mentions[0].Relation == nil {
		t.Error("no relation was read in a text of an undetermined language")
	}
}

// located parses a sentence whose mentions are resolved to the given places.
func located(t *testing.T, marked string, places ...geo.Place) *geo.Parsed {
	t.Helper()
	a, rec := recognition(marked)
	spatial.Find(a, rec)
	p := &geo.Parsed{Article: *a, Mentions: rec.Mentions}
	for i := range rec.Mentions {
		p.Resolutions = append(p.Resolutions, geo.Resolution{Outcome: geo.OutcomePlaced, Place: &places[i]})
	}
	spatial.Locator{}.Locate(p)
	return p
}

var (
	kabul  = geo.Place{ID: "geonames:1138958", Name: "Kabul", Kind: geo.KindSettlement, Point: orb.Point{69.1723, 34.5281}, Population: 3_000_000}
	bagram = geo.Place{ID: "dateline:bagram", Name: "Bagram Airfield", Kind: geo.KindBase, Point: orb.Point{69.265, 34.946}}
	box    = geo.Place{ID: "x:1", Name: "Helmand", Kind: geo.KindAdmin1, Point: orb.Point{64, 31}, Bound: orb.Bound{Min: orb.Point{62, 29}, Max: orb.Point{66, 33}}}
	suva   = geo.Place{ID: "geonames:2198148", Name: "Suva", Kind: geo.KindSettlement, Point: orb.Point{179.9, -18}, Population: 90_000}
)

func TestLocateOffset(t *testing.T) {
	p := located(t, "the [Bagram Airfield], 50 kilometers north of [Kabul]", bagram, kabul)
	rel := p.Mentions[1].Relation
	if km := orbgeo.Distance(rel.Point, kabul.Point) / 1000; math.Abs(km-50) > 0.5 || rel.Point[1] <= kabul.Point[1] {
		t.Errorf("the point is %.1f km from Kabul at %v", km, rel.Point)
	}
	if km := orbgeo.Distance(rel.Point, bagram.Point) / 1000; km > rel.UncertaintyKM {
		t.Errorf("Bagram is %.0f km from the middle, beyond the uncertainty of %.0f km", km, rel.UncertaintyKM)
	}
	if rel.UncertaintyKM > 50 {
		t.Errorf("the uncertainty of %.0f km is too large", rel.UncertaintyKM)
	}
}

func TestLocateShapes(t *testing.T) {
	for _, text := range []string{
		"30 km east of [Kabul]", "30 km from [Kabul]", "north of [Kabul]", "near [Kabul]", "the outskirts of [Kabul]",
		"the western outskirts of [Kabul]", "off the coast of [Kabul]", "20 miles off the northern coast of [Kabul]", "northern [Kabul]",
	} {
		rel := located(t, text, kabul).Mentions[0].Relation
		poly, ok := rel.Area.(orb.Polygon)
		if !ok || len(poly) == 0 || !poly[0].Closed() || poly[0].Orientation() != orb.CCW {
			t.Errorf("%q: area %v is not a closed ring that runs counter-clockwise", text, rel.Area)
			continue
		}
		for _, hole := range poly[1:] {
			if hole.Orientation() != orb.CW {
				t.Errorf("%q: a hole does not run clockwise", text)
			}
		}
		if rel.UncertaintyKM <= 0 || rel.Point == (orb.Point{}) {
			t.Errorf("%q: point %v, uncertainty %g km", text, rel.Point, rel.UncertaintyKM)
		}
	}
}

func TestLocatePartOfAnArea(t *testing.T) {
	rel := located(t, "in south-eastern [Helmand]", box).Mentions[0].Relation
	if got, want := rel.Area.Bound(), (orb.Bound{Min: orb.Point{64, 29}, Max: orb.Point{66, 31}}); got != want {
		t.Errorf("the south-east of the box is %v, want %v", got, want)
	}
}

func TestLocateBetween(t *testing.T) {
	rel := located(t, "between [Bagram] and [Kabul]", bagram, kabul).Mentions[0].Relation
	if line, ok := rel.Area.(orb.LineString); !ok || len(line) != 2 {
		t.Errorf("area %v, want a line", rel.Area)
	}
}

func TestLocateAcrossTheAntimeridian(t *testing.T) {
	rel := located(t, "100 km east of [Suva]", suva).Mentions[0].Relation
	if rel.Point[0] > -178 || rel.Point[0] < -180 {
		t.Errorf("100 km east of 179.9 is %v", rel.Point)
	}
}

func TestFindIgnoresAdjectives(t *testing.T) {
	a, rec := recognition("between the [Afghan] and the [Pakistani] Taliban")
	for i := range rec.Mentions {
		rec.Mentions[i].Role = geo.RoleAssociative
	}
	spatial.Find(a, rec)
	if rec.Mentions[0].Relation != nil {
		t.Errorf("a relation between adjectives: %+v", rec.Mentions[0].Relation)
	}
}

func TestLocateRemovesFigurativeRelations(t *testing.T) {
	country := geo.Place{ID: "geonames:1168579", Name: "Pakistan", Kind: geo.KindCountry, Point: orb.Point{70, 30}}
	for _, text := range []string{"is close to [Pakistan]", "near [Pakistan]"} {
		if rel := located(t, text, country).Mentions[0].Relation; rel != nil {
			t.Errorf("%q keeps %+v", text, rel)
		}
	}
	if located(t, "100 miles north of [Pakistan]", country).Mentions[0].Relation == nil {
		t.Error("a distance from a country was removed")
	}
}

// A distance from a country or a first-level area has no point; a part of it has one.
func TestLocateIgnoresWideAnchors(t *testing.T) {
	country := geo.Place{ID: "geonames:1168579", Name: "Pakistan", Kind: geo.KindCountry, Point: orb.Point{70, 30}, Bound: orb.Bound{Min: orb.Point{61, 24}, Max: orb.Point{77, 37}}}
	for _, place := range []geo.Place{country, box} {
		for _, text := range []string{"100 miles north of [X]", "100 miles from [X]", "north of [X]", "20 miles off the coast of [X]", "the outskirts of [X]"} {
			if rel := located(t, text, place).Mentions[0].Relation; rel == nil || rel.Area != nil || rel.UncertaintyKM != 0 || rel.Point != (orb.Point{}) {
				t.Errorf("%s, %q: %+v, want a relation without geometry", place.Name, text, rel)
			}
		}
		if rel := located(t, "in northern [X]", place).Mentions[0].Relation; rel.Area == nil {
			t.Errorf("%s: its northern part has no geometry", place.Name)
		}
	}
	if rel := located(t, "the road from [Kabul] to [Helmand]", kabul, box).Mentions[0].Relation; rel.Area != nil {
		t.Errorf("a road to the middle of a province: %+v", rel)
	}
}

func TestLocateIgnoresUnplacedAnchors(t *testing.T) {
	a, rec := recognition("near [Nowhere]")
	spatial.Find(a, rec)
	p := &geo.Parsed{Article: *a, Mentions: rec.Mentions, Resolutions: []geo.Resolution{{Outcome: geo.OutcomeMissing}}}
	spatial.Locator{}.Locate(p)
	if rel := p.Mentions[0].Relation; rel.Area != nil || rel.UncertaintyKM != 0 {
		t.Errorf("a relation to nowhere has geometry: %+v", rel)
	}
}

func FuzzFind(f *testing.F) {
	f.Add("the [A], 50 kilometers (30 mi) north-west of the city of [B], between [C] and [D], a two-hour drive off [E]")
	f.Fuzz(func(t *testing.T, text string) {
		a, rec := recognition(text)
		spatial.Find(a, rec)
		for i, m := range rec.Mentions {
			if rel := m.Relation; rel != nil {
				if rel.Span.Start < 0 || rel.Span.End > len(a.Text) || rel.Span.Len() <= 0 || rel.Anchor != i || math.IsNaN(rel.DistanceKM) {
					t.Errorf("%q: %+v", text, rel)
				}
				_, _ = rel.Span.Text(a.Text), rel.Subject.Text(a.Text)
			}
		}
	})
}
