package resolver

import (
	"bytes"
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/eval"
	"dateline/geo/internal/rank"
	"dateline/geo/internal/rank/feature"
	"dateline/geo/internal/rank/ranktest"
	"dateline/geo/resolve"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// examples returns articles whose Alexandria and Tripoli are in the country that they
// name.
func examples(t *testing.T) []Example {
	t.Helper()
	g := ranktest.Gazetteer(t)
	var out []Example
	for _, e := range []struct {
		text string
		ids  []geo.PlaceID
	}{
		{"[Egypt] opened [Alexandria] and [Cairo].", []geo.PlaceID{"geonames:357994", "geonames:361058", "geonames:360630"}},
		{"[Alexandria] and [Pineville] in [Louisiana].", []geo.PlaceID{"geonames:4314550", "geonames:4336153", "geonames:4331987"}},
		{"[Beirut] and [Tripoli] in [Lebanon].", []geo.PlaceID{"geonames:276781", "geonames:266826001", "geonames:272103"}},
		{"[Misrata], [Benghazi], [Tripoli].", []geo.PlaceID{"geonames:2215157", "geonames:88319", "geonames:2210247"}},
	} {
		a, rec := ranktest.Annotated(e.text)
		x := Example{Corpus: "test", Article: *a, Recognition: rec}
		for _, id := range e.ids {
			ref, ok := g.ByID(id)
			if !ok {
				t.Fatalf("no place %s", id)
			}
			x.Truth = append(x.Truth, Truth{Known: true, ID: id, Point: g.Record(ref).Point})
		}
		out = append(out, x)
	}
	return out
}

func TestTrain(t *testing.T) {
	o := Options{Steps: 60, Folds: 2, History: true, Version: "test"}
	m, err := Train(t.Context(), ranktest.Gazetteer(t), examples(t), o)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Train(t.Context(), ranktest.Gazetteer(t), examples(t), o)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(m.Encode(), again.Encode()) {
		t.Error("training again gave another model")
	}
	r := resolve.New(m, ranktest.Gazetteer(t))
	for _, e := range examples(t) {
		got, _, err := r.Resolve(t.Context(), &e.Article, e.Recognition)
		if err != nil {
			t.Fatal(err)
		}
		for i := range got {
			if got[i].Candidates[0].Place.ID != e.Truth[i].ID {
				t.Errorf("%q of %q is %s", e.Recognition.Mentions[i].Phrase, e.Article.Text, got[i].Candidates[0].Place.ID)
			}
		}
	}
}

func TestTrainAblates(t *testing.T) {
	m, err := Train(t.Context(), ranktest.Gazetteer(t), examples(t), Options{Steps: 20, Folds: 2, Ablate: []string{"fame", "near"}})
	if err != nil {
		t.Fatal(err)
	}
	for pass := range m.Passes {
		for f := range feature.NumFeatures {
			ablated := strings.HasPrefix(f.String(), "fame") || strings.HasPrefix(f.String(), "near.")
			if w := m.Passes[pass][f]; ablated && w != 0 {
				t.Errorf("pass %d: the weight of %s is %v", pass, f, w)
			}
		}
	}
	if m.Passes[2][featureNamed("nearby.named")] == 0 {
		t.Error("ablating near also ablated nearby.named")
	}
}

func TestTrainRejectsNoExamples(t *testing.T) {
	if _, err := Train(t.Context(), ranktest.Gazetteer(t), nil, Options{}); !errors.Is(err, geo.ErrInput) {
		t.Errorf("error %v", err)
	}
}

// corpus returns examples as a corpus.
func corpus(name string, train bool, examples []Example) Corpus {
	c := Corpus{Name: name, Train: train, Examples: examples, Eval: examples}
	for i := range c.Examples {
		e := &c.Examples[i]
		e.Corpus, e.Article.ID = name, name+string(rune('a'+i))
		d := eval.Document{ID: e.Article.ID, Text: e.Article.Text, Toponyms: eval.FromMentions(e.Article.Text, e.Recognition.Mentions)}
		for k := range d.Toponyms {
			lon, lat := e.Truth[k].Point[0], e.Truth[k].Point[1]
			d.Toponyms[k].Lat, d.Toponyms[k].Lon = &lat, &lon
		}
		c.Docs = append(c.Docs, d)
	}
	return c
}

// Every document but the synthetic ones is predicted once, and no model is trained on
// the documents it predicts.
func TestCrossValidate(t *testing.T) {
	corpora := []Corpus{corpus(SyntheticCorpus, true, examples(t)), corpus("news", true, examples(t)), corpus("other", false, examples(t)[:1])}
	predicted, err := CrossValidate(t.Context(), ranktest.Gazetteer(t), corpora, 2, Options{Steps: 30, Folds: 2, History: true})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{0, 4, 1} {
		if len(predicted[i]) != want {
			t.Errorf("%s: %d documents are predicted, not %d", corpora[i].Name, len(predicted[i]), want)
		}
	}
	if r := eval.Score(corpora[1].Docs, predicted[1]); r.Scores.Exact.F1() != 1 || r.Scores.Accuracy() < .7 {
		t.Errorf("F1 %v, accuracy %v", r.Scores.Exact.F1(), r.Scores.Accuracy())
	}
	for fold := range 3 {
		in, out := split(corpora, 2, fold)
		trained := map[string]bool{}
		for _, e := range in {
			trained[e.Article.ID] = true
		}
		for _, ids := range out {
			for _, id := range ids {
				if trained[id] {
					t.Errorf("fold %d is trained on %s and predicts it", fold, id)
				}
			}
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Train(ctx, ranktest.Gazetteer(t), examples(t), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestCalibrationWeights(t *testing.T) {
	all := slices.Concat(corpus("news", true, examples(t)).Examples, corpus(SyntheticCorpus, true, examples(t)[:1]).Examples)
	w := calibrationWeights(all, &Options{CorpusWeights: map[string]float64{"news": 2}})
	// 12 and 3 mentions of two corpora: 15 in all.
	if got, want := w["news"], 2*15./12/2; math.Abs(got-want) > 1e-9 {
		t.Errorf("news: %v, want %v", got, want)
	}
	if got, want := w[SyntheticCorpus], .5*15./3/2*syntheticCalibration; math.Abs(got-want) > 1e-9 {
		t.Errorf("synthetic: %v, want %v", got, want)
	}
}

// The calibrated probability of answers without other features is the fraction of
// correct ones.
func TestFitCalibration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		correct := rapid.IntRange(0, 1000).Draw(t, "correct")
		var bias rank.CalibrationRow
		bias[0] = 1
		m, err := fitCalibration([]answer{{bias, true, float64(correct)}, {bias, false, float64(1000 - correct)}})
		if err != nil {
			t.Fatal(err)
		}
		if p, want := 1/(1+math.Exp(-float64(m[0]))), float64(correct)/1000; math.Abs(p-want) > .01 {
			t.Errorf("the probability is %v, not %v", p, want)
		}
	})
}

func TestCorrect(t *testing.T) {
	g := ranktest.Gazetteer(t)
	ref := func(id geo.PlaceID) (r Truth) {
		x, _ := g.ByID(id)
		return Truth{Known: true, ID: id, Point: g.Record(x).Point}
	}
	for _, test := range []struct {
		name   string
		truth  Truth
		answer geo.PlaceID
		want   bool
	}{
		{"the same", ref("geonames:4717560"), "geonames:4717560", true},
		{"far", ref("geonames:4717560"), "geonames:2988507", false},
		{"inside the state", ref("geonames:4736286"), "geonames:4717560", true},
		{"inside the country", ref("geonames:6252001"), "geonames:4744091", true},
		{"another country", ref("geonames:6252001"), "geonames:2643743", false},
		{"near, unknown id", Truth{Known: true, Point: orb.Point{2.3, 48.8}}, "geonames:2988507", true},
	} {
		answer, _ := g.ByID(test.answer)
		if got := test.truth.Correct(g, answer); got != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}
