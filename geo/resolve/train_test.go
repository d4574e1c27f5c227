package resolve

import (
	"bytes"
	"errors"
	"testing"

	"dateline/geo"

	"github.com/paulmach/orb"
)

// examples are articles whose Alexandria and Tripoli lie where their country
// says.
func examples(t *testing.T) []Example {
	t.Helper()
	g := testGazetteer(t)
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
		a, rec := marked(e.text)
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
	o := TrainOptions{Steps: 60, Folds: 2, History: true, Version: "test"}
	m, err := Train(t.Context(), testGazetteer(t), examples(t), o)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Train(t.Context(), testGazetteer(t), examples(t), o)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(m.Encode(), again.Encode()) {
		t.Error("training twice gave two models")
	}
	r := New(m, testGazetteer(t))
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

func TestTrainWithout(t *testing.T) {
	m, err := Train(t.Context(), testGazetteer(t), examples(t), TrainOptions{Steps: 20, Folds: 2, Without: []string{"fame", "near"}})
	if err != nil {
		t.Fatal(err)
	}
	for pass := range m.Passes {
		for _, f := range []feature{fFame, fFameMargin, fNearest, fShare161} {
			if m.Passes[pass][f] != 0 {
				t.Errorf("pass %d: %s weighs %v", pass, featureNames[f], m.Passes[pass][f])
			}
		}
	}
}

func TestTrainRefuses(t *testing.T) {
	if _, err := Train(t.Context(), testGazetteer(t), nil, TrainOptions{}); !errors.Is(err, geo.ErrInput) {
		t.Errorf("error %v", err)
	}
}

func TestRight(t *testing.T) {
	g := testGazetteer(t)
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
		if got := test.truth.Right(g, answer); got != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}
