package rank_test

import (
	"math"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/internal/rank"
	"dateline/geo/internal/rank/feature"
	"dateline/geo/internal/rank/ranktest"

	"pgregory.net/rapid"
)

// parts are what random articles consist of.
var parts = []string{
	"[Paris], [Texas], ", "[Paris], [France], ", "[London] in [Ontario] ", "[Alexandria], [La.], ", "[Alexandria], Texas, ", "[Kabul province] and ", "the city of [Kabul]. ",
	"[a:Egyptian] ships. ", "[a:Afghans] ", "[Wazir Akbar Khan Hospital] ", "[Zzyzxville] ", "[southern Nangarhar] ", "[Tripoli], [Beirut] and [Benghazi]. ", "[Georgia] ",
	"[d:KABUL] — ", "[b:London] ", "[the Middle East] ", "[Paris, Texas] ", "[Torkham] ", "[Cairo] and [Port Said] governorates. ", "\n\n", "on Monday ",
}

// article draws a random article.
func article(t *rapid.T) (*geo.Article, *geo.Recognition) {
	a, rec := ranktest.Annotated(strings.Join(rapid.SliceOf(rapid.SampledFrom(parts)).Draw(t, "parts"), ""))
	a.Title = rapid.SampledFrom([]string{"", "News from Egypt", "Georgia votes", "KABUL"}).Draw(t, "title")
	a.Publisher = rapid.SampledFrom([]string{"", "www.parisnews.com", "The Alexandria Times", "example.co.uk"}).Draw(t, "publisher")
	for i := range rec.Mentions {
		rec.Mentions[i].Passage = geo.Span{End: len(a.Text)}
	}
	return a, rec
}

// Every mention has a cluster, and the clusters count their mentions.
func TestClusterProperties(t *testing.T) {
	analyzer := rank.NewAnalyzer(ranktest.Gazetteer(t))
	rapid.Check(t, func(t *rapid.T) {
		a, rec := article(t)
		d := analyzer.Analyze(a, rec, nil)
		defer analyzer.Release(d)
		if len(d.ClusterOf) != len(rec.Mentions) {
			t.Fatalf("%d mentions have clusters, of %d", len(d.ClusterOf), len(rec.Mentions))
		}
		mentions := make([]int, len(d.Clusters))
		for i, g := range d.ClusterOf {
			mentions[g]++
			if phrase := strings.ToLower(rec.Mentions[i].Phrase); !strings.Contains(phrase, strings.ToLower(d.Clusters[g].Phrase)) {
				t.Errorf("%q is in the cluster of %q", phrase, d.Clusters[g].Phrase)
			}
		}
		for i := range d.Clusters {
			g := &d.Clusters[i]
			if g.Count != max(1, mentions[i]) || g.Literal+g.Adjectival+g.Boilerplate > g.Count {
				t.Errorf("%q has %d mentions, counted as %d (%d, %d, %d)", g.Phrase, mentions[i], g.Count, g.Literal, g.Adjectival, g.Boilerplate)
			}
		}
	})
}

// The probabilities of a cluster's candidates add up to one, and the calibrated
// probability is one.
func TestRankProperties(t *testing.T) {
	m, analyzer := ranktest.Model(t), rank.NewAnalyzer(ranktest.Gazetteer(t))
	rapid.Check(t, func(t *rapid.T) {
		a, rec := article(t)
		d := analyzer.Analyze(a, rec, nil)
		defer analyzer.Release(d)
		d.Rank(m)
		for i := range d.Clusters {
			g := &d.Clusters[i]
			best := d.Best(g)
			if (g.From == g.To) != (best == nil) {
				t.Errorf("%q: %d candidates, best %v", g.Phrase, g.To-g.From, best)
			}
			if best == nil {
				continue
			}
			sum := 0.
			for _, c := range d.Candidates[g.From:g.To] {
				if c.P < 0 || c.P > best.P {
					t.Errorf("%q: a candidate has the probability %v, the best %v", g.Phrase, c.P, best.P)
				}
				sum += float64(c.P)
			}
			if math.Abs(sum-1) > 1e-4 {
				t.Errorf("%q: the probabilities add up to %v", g.Phrase, sum)
			}
			if p := d.Probability(g, &m.Calibration); p < 0 || p > 1 || math.IsNaN(p) {
				t.Errorf("%q: the calibrated probability is %v", g.Phrase, p)
			}
		}
	})
}

// All features are finite numbers, and those of the context are zero before the second
// pass.
func TestFeaturesAreFinite(t *testing.T) {
	m, analyzer := ranktest.Model(t), rank.NewAnalyzer(ranktest.Gazetteer(t))
	rapid.Check(t, func(t *rapid.T) {
		a, rec := article(t)
		d := analyzer.Analyze(a, rec, nil)
		defer analyzer.Release(d)
		for pass := range feature.NumPasses {
			d.RunPass(m, pass)
			for i := range d.Clusters {
				for _, r := range d.Rows[d.Clusters[i].From:d.Clusters[i].To] {
					for f, x := range r {
						if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) || pass == 0 && x != 0 && rank.Feature(f).DependsOnContext() {
							t.Errorf("pass %d: %s of %q is %v", pass, rank.Feature(f), d.Clusters[i].Phrase, x)
						}
					}
				}
			}
		}
	})
}

func TestClusters(t *testing.T) {
	for _, test := range []struct {
		text string
		want string // cluster of each mention
	}{
		{"[Kabul] and [Kabul] and [KABUL].", "000"},
		{"[US] and [us].", "01"},
		{"[Khost] and [Khost] province.", "01"},
		{"[Paris], [Texas], and [Paris], [France].", "0132"},
		{"[Paris], [Texas]. [Paris] again; [Paris], [France]. And [Paris].", "010323"},
	} {
		a, rec := ranktest.Annotated(test.text)
		d := rank.NewAnalyzer(ranktest.Gazetteer(t)).Analyze(a, rec, nil)
		var got strings.Builder
		for _, g := range d.ClusterOf {
			got.WriteByte('0' + byte(g))
		}
		if got.String() != test.want {
			t.Errorf("%s: clusters %s, want %s", test.text, &got, test.want)
		}
	}
}

func TestMatches(t *testing.T) {
	for _, test := range []struct {
		text  string
		match rank.Match
		want  geo.PlaceID // of the first candidate
	}{
		{"[Kabul]", rank.MatchExact, "geonames:1138957"},
		{"[Batumi city]", rank.MatchDesignator, "geonames:615532"},
		{"[southern Nangarhar]", rank.MatchPart, "geonames:1132366"},
		{"[Paris, Texas]", rank.MatchInner, "geonames:2988507"},
		{"[a:Londoners]", rank.MatchInflected, "geonames:2643743"},
		{"[Toronto Medical School]", rank.MatchPartial, "geonames:6167865"},
		{"[Misratah]", rank.MatchVariant, "geonames:2215157"},
	} {
		a, rec := ranktest.Annotated(test.text)
		d := rank.NewAnalyzer(ranktest.Gazetteer(t)).Analyze(a, rec, nil)
		if len(d.Candidates) == 0 {
			t.Errorf("%s: no candidates", test.text)
			continue
		}
		c := d.Candidates[d.Clusters[0].From]
		if id := ranktest.Gazetteer(t).ID(c.Ref); c.Match != test.match || id != test.want {
			t.Errorf("%s: match %d, place %s, want %d, %s", test.text, c.Match, id, test.match, test.want)
		}
	}
}
