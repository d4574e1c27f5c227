package view

import (
	"cmp"
	"errors"
	"io"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"dateline/geo"
	"dateline/server/internal/fixture"
	"dateline/server/store"
	"dateline/static"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
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
	if got := newPager(1250, 2, 1000, "").Words(English()); got != "1,001–1,250 of 1,250" {
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

// row returns a place for tests of frames.
func row(lon, lat float64, mentions int) store.PlaceRow {
	return store.PlaceRow{Precision: geo.PrecisionSettlement, Point: orb.Point{lon, lat}, Mentions: mentions}
}

func TestFrame(t *testing.T) {
	border := []store.PlaceRow{row(69.17, 34.53, 8), row(66.45, 30.92, 4), row(67.0, 30.18, 4), row(69.26, 34.94, 2), row(71.1, 34.12, 4)}
	frame, all, ok := Frame(append(border, row(-77, 38.9, 1), row(116.4, 39.9, 1)))
	if !ok || frame.Min.Lon() < 66 || frame.Max.Lon() > 72 || all.Min.Lon() > -76 || all.Max.Lon() < 116 {
		t.Errorf("the first view of the border is %v, all is %v", frame, all)
	}
	frame, all, _ = Frame(border)
	if frame != all {
		t.Errorf("without outliers %v is not %v", frame, all)
	}
	frame, _, _ = Frame([]store.PlaceRow{row(178, -18, 3), row(-175, -21, 3), row(172, -43, 1)})
	if frame.Max.Lon() < 184 || frame.Min.Lon() < 170 {
		t.Errorf("across the antimeridian: %v", frame)
	}
	if _, _, ok := Frame(nil); ok {
		t.Error("there is a view of nothing")
	}
	area := store.PlaceRow{Precision: geo.PrecisionArea, Box: orb.Bound{Min: orb.Point{60, 25}, Max: orb.Point{70, 32}}, Point: orb.Point{65, 28}, Mentions: 2}
	if frame, _, ok = Frame([]store.PlaceRow{area}); !ok || math.Abs(frame.Min.Lon()-60) > 1e-9 || math.Abs(frame.Max.Lat()-32) > 1e-9 {
		t.Errorf("of an area: %v", frame)
	}
}

// The first view contains at least 90 % of the mentions.
func TestFrameContainsMostMentions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		places := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) store.PlaceRow {
			return row(rapid.Float64Range(-179, 179).Draw(t, "lon"), rapid.Float64Range(-60, 70).Draw(t, "lat"), rapid.IntRange(1, 40).Draw(t, "mentions"))
		}), 1, 60).Draw(t, "places")
		frame, _, _ := Frame(places)
		inside, total := 0, 0
		for i := range places {
			p := places[i].Point
			total += places[i].Mentions
			for _, lon := range []float64{p.Lon(), p.Lon() + 360} {
				if frame.Pad(1e-6).Contains(orb.Point{lon, p.Lat()}) {
					inside += places[i].Mentions
					break
				}
			}
		}
		if float64(inside) < frameShare*float64(total)-1e-9 {
			t.Fatalf("%d of %d mentions are in %v", inside, total, frame)
		}
	})
}

func TestMatcher(t *testing.T) {
	split := func(query, s string) string {
		var b strings.Builder
		for _, f := range NewMatcher(query).Split(s) {
			if f.Matched {
				b.WriteString("[" + f.Text + "]")
			} else {
				b.WriteString(f.Text)
			}
		}
		return b.String()
	}
	for _, c := range []struct{ query, text, want string }{
		{"bomb*", "Bombs, a bombing, no rhombus", "[Bombs], a [bombing], no rhombus"},
		{`"border talks" kabul`, "The border talks, and talks at a border in Kaboul, KABUL", "The [border talks], and talks at a border in Kaboul, [KABUL]"},
		{"balochistan", "Balóchistān", "[Balóchistān]"},
		{"", "nothing", "nothing"}, {`"" * -`, "nothing", "nothing"},
	} {
		if got := split(c.query, c.text); got != c.want {
			t.Errorf("%q: %s, want %s", c.query, got, c.want)
		}
	}
}

func TestOutlineIsSimplifiedForTheZoom(t *testing.T) {
	var ring orb.Ring
	for i := range 2000 {
		a := 2 * math.Pi * float64(i) / 2000
		ring = append(ring, orb.Point{40 + 8*math.Cos(a) + 0.01*math.Sin(50*a), 10 + 8*math.Sin(a)})
	}
	area := orb.MultiPolygon{{append(ring, ring[0])}, {{{0, 0}, {0.01, 0}, {0.01, 0.01}, {0, 0}}}}
	coarse, fine := Outline(area, 2), Outline(area, 9)
	if len(coarse) != 1 || len(coarse[0]) > 200 || len(fine) != 2 || len(fine[0]) <= len(coarse[0]) {
		t.Errorf("%d rings with %d numbers at zoom 2, %d with %d at zoom 9", len(coarse), len(coarse[0]), len(fine), len(fine[0]))
	}
	if got := Outline(orb.MultiPolygon{{{{0, 0}, {0.01, 0}, {0.01, 0.01}, {0, 0}}}}, 9); len(got) != 1 {
		t.Errorf("a small area is not drawn: %v", got)
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

// shrink leaves out the same places as trying each one at an edge without the others.
func TestShrinkIsBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var points []weighted
		for range rapid.IntRange(1, 40).Draw(t, "points") {
			points = append(points, weighted{float64(rapid.IntRange(0, 30).Draw(t, "x")) / 30, float64(rapid.IntRange(0, 30).Draw(t, "y")) / 30, rapid.IntRange(1, 5).Draw(t, "n")})
		}
		slices.SortFunc(points, func(a, b weighted) int { return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.y, b.y)) })
		points = slices.CompactFunc(points, func(a, b weighted) bool { return a.x == b.x && a.y == b.y })
		total := 0
		for _, p := range points {
			total += p.n
		}
		want, spare := slices.Clone(points), total-int(math.Ceil(frameShare*float64(total)))
		for len(want) > 1 {
			byY := slices.Clone(want)
			slices.SortFunc(byY, func(a, b weighted) int { return cmp.Or(cmp.Compare(a.y, b.y), cmp.Compare(a.x, b.x)) })
			best, gain := weighted{}, 0.0
			for _, p := range []weighted{want[0], want[len(want)-1], byY[0], byY[len(byY)-1]} {
				without := slices.DeleteFunc(slices.Clone(want), func(q weighted) bool { return q == p })
				if g := (extentOf(want).size() - extentOf(without).size()) / float64(p.n); p.n <= spare && g > gain {
					best, gain = p, g
				}
			}
			if gain == 0 {
				break
			}
			spare -= best.n
			want = slices.DeleteFunc(want, func(q weighted) bool { return q == best })
		}
		if got := shrink(points); !slices.Equal(got, want) {
			t.Fatalf("%v, want %v of %v", got, want, points)
		}
	})
}

// All page templates parse in all languages.
func TestAllTemplatesParse(t *testing.T) {
	r, err := NewRenderer(static.Files())
	if err != nil {
		t.Fatal(err)
	}
	if len(r.files) < 20 {
		t.Errorf("only %d pages", len(r.files))
	}
	for name := range r.files {
		for _, l := range r.Languages {
			if _, err := r.page(l, name); err != nil {
				t.Errorf("%s in %s: %v", name, l.Tag, err)
			}
		}
	}
	if err := r.Render(io.Discard, nil, "nothing", "page", nil); err == nil {
		t.Error("a page without a template was rendered")
	}
}

func TestRelationWords(t *testing.T) {
	text := "Tents stand between Herat and Islam Qala.\n\nIt is 50 kilometers north of Kabul."
	at := func(words string) geo.Span {
		i := strings.Index(text, words)
		return geo.Span{Start: i, End: i + len(words)}
	}
	herat, islamQala, kabul := geo.Mention{Span: at("Herat")}, geo.Mention{Span: at("Islam Qala")}, geo.Mention{Span: at("Kabul")}
	between := func(second int) *geo.Relation {
		return &geo.Relation{Span: at("between"), Words: "between", Anchor: 0, Anchor2: second}
	}
	north := &geo.Relation{Span: at("50 kilometers north of"), Words: "50 kilometers north of", Anchor: 2, Anchor2: -1}
	withRelation := func(m geo.Mention, r *geo.Relation) geo.Mention {
		m.Relation = r
		return m
	}
	for _, c := range []struct {
		name     string
		mentions []geo.Mention
		at       int
		want     string
	}{
		{"two places", []geo.Mention{withRelation(herat, between(1)), islamQala, kabul}, 0, "between Herat and Islam Qala"},
		{"a distance", []geo.Mention{herat, islamQala, withRelation(kabul, north)}, 2, "50 kilometers north of Kabul"},
		{"a distance, with the mentions of one place", []geo.Mention{withRelation(kabul, north)}, 0, "50 kilometers north of Kabul"},
		{"two places, with the mentions of one", []geo.Mention{withRelation(herat, between(1))}, 0, "between"},
		{"two paragraphs", []geo.Mention{withRelation(herat, between(2)), islamQala, kabul}, 0, "between"},
	} {
		p := &geo.Parsed{Article: geo.Article{Text: text}, Mentions: c.mentions}
		if got := relationWords(p, c.at); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
