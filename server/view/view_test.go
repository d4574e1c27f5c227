package view

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/server/internal/fixture"

	"github.com/paulmach/orb"
)

func TestParagraphsKeepTheWholeText(t *testing.T) {
	text := "Kabul fell.\n\n\n\nIn كابل and Quetta\nit rained\n\nTor\n\nkham"
	p := &geo.Parsed{Article: geo.Article{Text: text, Pages: []int{0, strings.Index(text, "In")}}}
	for _, phrase := range []string{"Kabul", "كابل", "Quetta", "Tor\n\nkham"} {
		at := strings.Index(text, phrase)
		p.Mentions = append(p.Mentions, geo.Mention{Span: geo.Span{Start: at, End: at + len(phrase)}})
		p.Resolutions = append(p.Resolutions, geo.Resolution{Outcome: geo.OutcomeMissing})
	}
	var got []string
	for _, par := range paragraphs(p, 0, len(text), Links{}, nil) {
		var b strings.Builder
		if par.Page > 0 {
			b.WriteString("page " + FormatNumber(par.Page) + ": ")
		}
		for _, segment := range par.Segments {
			if segment.Mention != nil {
				b.WriteString("[" + segment.Text + "]")
			} else {
				b.WriteString(segment.Text)
			}
		}
		got = append(got, b.String())
	}
	want := []string{"page 1: [Kabul] fell.", "page 2: In [كابل] and [Quetta]\nit rained", "[Tor]", "kham"}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPagesDivideLists(t *testing.T) {
	for _, c := range []struct {
		total, n       int
		from, to       int
		previous, next string
	}{
		{0, 1, 0, 0, "", ""}, {100, 1, 0, 100, "", ""}, {101, 1, 0, 100, "", "/x?page=2"},
		{250, 2, 100, 200, "/x?page=1", "/x?page=3"}, {250, 9, 200, 250, "/x?page=2", ""}, {250, 0, 0, 100, "", "/x?page=2"}, {250, -1, 0, 250, "", ""},
	} {
		p := newPager(c.total, c.n, 100, "/x")
		if p.From != c.from || p.To != c.to || p.Previous != c.previous || p.Next != c.next {
			t.Errorf("page %d of %d: %+v", c.n, c.total, p)
		}
	}
	if got := newPager(250, 1, 100, "/x?q=a").Next; got != "/x?q=a&page=2" {
		t.Errorf("next is %q", got)
	}
	if got := newPager(1250, 2, 1000, "").Words(); got != "1,001–1,250 of 1,250" {
		t.Errorf("words: %q", got)
	}
}

func TestLinks(t *testing.T) {
	server, file := Links{Collection: "c"}, Links{}
	for got, want := range map[string]string{
		server.Place("geonames:1"): "/c/c/places/geonames:1", server.Place("a/b?c#d"): "/c/c/places/a%2Fb%3Fc%23d", server.InContext("x y", 0, "0f"): "/c/c/articles/x%20y#m-0f",
		server.Ledger(""): "/c/c/ledger", server.Ledger(geo.OutcomeMissing): "/c/c/ledger?outcome=missing", server.Downloads("a/b"): "/c/c/articles/a%2Fb",
		file.Place("a&b"): "#place=a%26b", file.InContext("x y", 3, "0f"): "#m-0f", server.InContext("x", 2, "0f"): "/c/c/articles/x?section=3#m-0f", file.Ledger(""): "#ledger=", file.Map(): "#", file.Articles(): "#articles",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for address, want := range map[string]string{"https://a.example/b": "https://a.example/b", "http://a": "http://a", "javascript:alert(1)": "", "data:text/html,x": "", "//a": "", "https:": "", "": "", "\thttps://a": ""} {
		if got := WebURL(address); got != want {
			t.Errorf("WebURL(%q) = %q, want %q", address, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	for got, want := range map[string]string{
		day("2021-09-06T14:00:00Z"): "6 September 2021", day("2021-13-06"): "2021-13-06", day(""): "",
		FormatNumber(0): "0", FormatNumber(999): "999", FormatNumber(1000): "1,000", FormatNumber(-1234567): "-1,234,567",
		Count(1, "article", "articles"): "1 article", Count(0, "article", "articles"): "0 articles",
		where(&geo.Place{Name: "Kabul", Admin1: "Kabul", CountryName: "Afghanistan"}):                    "Afghanistan",
		where(&geo.Place{Name: "Paris", Admin2: "Lamar", Admin1: "Texas", CountryName: "United States"}): "Lamar, Texas, United States",
		roleWords(&geo.Mention{Role: geo.RoleAssociative, Association: geo.AssociationMetonym}):          "stands for a government or team",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for _, k := range geo.Kinds() {
		if w := k.Label(); w == "" || strings.Contains(w, "admin") {
			t.Errorf("kind %s has the label %q", k, w)
		}
	}
	for _, o := range geo.Outcomes() {
		if l := outcomeLabels[o]; l.one == "" || l.many == "" || l.note == "" {
			t.Errorf("outcome %s has no words", o)
		}
	}
	for p, want := range map[float64]int{0: 1, 0.001: 1, 0.5: 50, 0.999: 99, 1: 99} {
		if got := percent(p); got != want {
			t.Errorf("%g is %d %%, want %d", p, got, want)
		}
	}
}

func TestSimilarCandidatesHavePositions(t *testing.T) {
	kabul := fixture.Place("kabul")
	province, twin := kabul, kabul
	province.ID, province.Kind = "geonames:1138957", geo.KindAdmin1
	twin.ID, twin.Point = "geonames:1", orb.Point{-70.5, 34.25}
	got := alternatives(&geo.Resolution{Place: &kabul, Candidates: []geo.Candidate{{Place: kabul, Score: .6}, {Place: province, Score: .3}, {Place: twin, Score: .1}}})
	want := []Candidate{
		{ID: "geonames:1138957", At: latLon(kabul.Point), Name: "Kabul", Where: "Afghanistan", Kind: "state or province", Percent: 30},
		{ID: "geonames:1", At: "34.25000,-70.50000", Name: "Kabul", Where: "Afghanistan", Kind: "settlement", Position: "34.2500° N, 70.5000° W", Percent: 10},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestStaticMapHasNoPinsForAreas(t *testing.T) {
	g := fixture.Gazetteer(t)
	set := &layer.Set{Parsed: fixture.Parsed(), Outline: func(id geo.PlaceID) orb.MultiPolygon {
		if ref, ok := g.ByID(id); ok {
			return g.Area(ref)
		}
		return nil
	}}
	all := set.Places()
	l := NewStaticMap(set, all, nil)
	if len(l.Pins) != 8 || len(l.Areas) != 2 || len(l.Countries) != 2 {
		t.Errorf("%d pins, %d areas, %d countries", len(l.Pins), len(l.Areas), len(l.Countries))
	}
	for i := range all {
		selected := NewStaticMap(set, all, &all[i])
		drawn := all[i].Place.Kind.Precision().IsPoint() || len(set.Outline(all[i].Place.ID)) > 0
		if (selected != nil) != drawn {
			t.Errorf("%s: %+v", all[i].Place.Name, selected)
		}
	}
	set.Outline = nil
	if l := NewStaticMap(set, all, nil); len(l.Areas)+len(l.Countries) != 0 || len(l.Pins) != 8 {
		t.Errorf("without outlines: %+v", l)
	}
	if NewStaticMap(&layer.Set{}, nil, nil) != nil {
		t.Error("an empty map was drawn")
	}
}

func TestAssets(t *testing.T) {
	if _, err := OpenAssets(fstest.MapFS{"dist/.gitkeep": {}}); !errors.Is(err, geo.ErrUnavailable) {
		t.Errorf("not built: %v", err)
	}
	if _, err := OpenAssets(fstest.MapFS{"dist/manifest.json": {Data: []byte("{")}}); !errors.Is(err, geo.ErrCorrupt) {
		t.Errorf("broken manifest: %v", err)
	}
	open := func(manifest string) *Assets {
		a, err := OpenAssets(fstest.MapFS{"dist/manifest.json": {Data: []byte(manifest)}})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	a := open(`{"viewer.js":"a1","basemap/":"c3"}`)
	if a.URL("viewer.js") != "/static/a1/viewer.js" || a.URL("basemap/") != "/static/c3/basemap/" || a.URL("other") != "" {
		t.Error("addresses do not follow the manifest")
	}
	if !a.Has("c3", "basemap/5/1/2.json") || a.Has("a1", "basemap/world.json") || a.Has("", "other") {
		t.Error("a file is served under another hash")
	}
	if a.Version() == open(`{"viewer.js":"a2","basemap/":"c3"}`).Version() {
		t.Error("other files have the same version")
	}
}
