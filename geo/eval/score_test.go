package eval

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"dateline/geo/layer"

	"github.com/paulmach/orb"
)

const goldFile = `{"id": 1, "text": "Zürich and Paris, then Kabul; Afghan.", "toponyms": [
 {"start": 0, "end": 6, "phrase": "Zürich", "lat": 47.37, "lon": 8.54, "fcode": "PPLA"},
 {"start": 11, "end": 16, "phrase": "Paris", "lat": 48.85, "lon": 2.35, "fcode": "PPLC"},
 {"start": 23, "end": 28, "phrase": "Kabul", "fcode": "PPLC"},
 {"start": 30, "end": 36, "phrase": "Afghan", "ignore": true}]}
{"id": "b", "text": "In Rome.", "toponyms": [{"start": 3, "end": 7, "phrase": "Rome", "lat": 41.9, "lon": 12.5}]}`

const predictedFile = `{"id": "1", "toponyms": [
 {"start": 0, "end": 6, "lat": 47.4, "lon": 8.5},
 {"start": 11, "end": 22, "lat": 33.66, "lon": -95.56, "score": 0.9},
 {"start": 30, "end": 36, "lat": 34, "lon": 66}]}
{"id": "b", "toponyms": [{"start": 0, "end": 2, "phrase": "In", "lat": 1, "lon": 1}, {"start": 3, "end": 7}]}`

// oneLine joins a document's lines.
func oneLine(s string) string { return strings.ReplaceAll(s, ",\n", ",") }

func read(t *testing.T, s string) []Document {
	t.Helper()
	s = strings.ReplaceAll(strings.ReplaceAll(oneLine(s), "[\n", "["), "},\n", "},")
	docs, err := Read(strings.NewReader(s))
	if err != nil {
		t.Fatal(err)
	}
	return docs
}

// The expected numbers were worked out by hand from the definitions.
func TestScore(t *testing.T) {
	gold := read(t, goldFile)
	r := Score(gold, ByID(read(t, predictedFile)))
	s := &r.Scores
	if want := (Counts{TP: 3, FP: 1, FN: 1}); s.Recognized != want {
		t.Errorf("recognition %+v, not %+v", s.Recognized, want)
	}
	if want := (Counts{TP: 2, FP: 2, FN: 2}); s.Exact != want {
		t.Errorf("exact %+v, not %+v", s.Exact, want)
	}
	// Zürich is right; Paris is wrong; Rome has no answer; "In" is spurious.
	if want := (Counts{TP: 1, FP: 2, FN: 2}); s.EndToEnd != want {
		t.Errorf("end to end %+v, not %+v", s.EndToEnd, want)
	}
	if len(s.ErrorsKM) != 3 || s.ErrorsKM[2] != WorstKM || math.Abs(s.Accuracy()-1.0/3) > 1e-9 {
		t.Errorf("errors %v, accuracy %v", s.ErrorsKM, s.Accuracy())
	}
	if s.ErrorsKM[0] > 10 || s.MedianKM() < 7000 {
		t.Errorf("errors %v", s.ErrorsKM)
	}
	kinds := map[MismatchKind]int{}
	for _, f := range r.Mismatches {
		kinds[f.Kind]++
	}
	if want := map[MismatchKind]int{MismatchMissed: 1, MismatchFar: 2, MismatchSpurious: 1}; !reflect.DeepEqual(kinds, want) {
		t.Errorf("faults %v, not %v", kinds, want)
	}
}

func TestAlign(t *testing.T) {
	span := func(start, end int) Toponym { return NewToponym(start, end, "") }
	for _, test := range []struct {
		name            string
		gold, predicted []Toponym
		want            []Pair
	}{
		{"equal before longer", []Toponym{span(0, 5), span(6, 10)}, []Toponym{span(0, 12), span(6, 10)}, []Pair{{1, 1}, {0, 0}}},
		{"longest overlap first", []Toponym{span(0, 3), span(4, 12)}, []Toponym{span(2, 10)}, []Pair{{1, 0}}},
		{"touching is no overlap", []Toponym{span(0, 3)}, []Toponym{span(3, 6)}, nil},
		{"nothing", nil, nil, nil},
	} {
		if got := AlignToponyms(test.gold, test.predicted); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %v, not %v", test.name, got, test.want)
		}
	}
}

func TestSpans(t *testing.T) {
	d := read(t, goldFile)[0]
	spans := d.Spans()
	for i, want := range []string{"Zürich", "Paris", "Kabul", "Afghan"} {
		if got := spans[i].Text(d.Text); got != want {
			t.Errorf("span %d is %q, not %q", i, got, want)
		}
	}
	d.Toponyms = []Toponym{NewToponym(900, 950, "")}
	if got := d.Spans()[0]; got.Len() != 0 {
		t.Errorf("a span beyond the text is %v", got)
	}
}

func TestReadRefuses(t *testing.T) {
	if _, err := Read(strings.NewReader("{\"id\": 1}\nnot json\n")); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("error %v does not name line 2", err)
	}
}

func TestCalibration(t *testing.T) {
	var c Calibration
	for i := range 100 {
		c.Add(.75, i < 75)
		c.Add(.995, i < 95)
	}
	if got := c.Error(); math.Abs(got-.0225) > 1e-9 {
		t.Errorf("calibration error %v, not .0225", got)
	}
	if bins := c.Bins(); len(bins) != 2 || bins[0].N != 100 || bins[1].Mean < .99 {
		t.Errorf("bins %+v", bins)
	}
}

func TestReport(t *testing.T) {
	var b strings.Builder
	if err := Score(read(t, goldFile), ByID(read(t, predictedFile))).Report(&b, "test", 5); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"test: 2 documents, 4 toponyms", "acc161 0.3333", "spurious", "calibration error"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, b.String())
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(goldFile)
	f.Add(`{"id":null,"toponyms":[{"start":-1,"end":9}]}`)
	f.Fuzz(func(t *testing.T, s string) {
		docs, err := Read(strings.NewReader(s))
		if err != nil {
			return
		}
		for i := range docs {
			for _, span := range docs[i].Spans() {
				_ = span.Text(docs[i].Text)
			}
		}
		Score(docs, ByID(docs))
	})
}

func TestWriteIsReadBack(t *testing.T) {
	toponym := NewToponym(0, 6, "Zürich")
	toponym.SetPoint(orb.Point{8.5, 47.4})
	toponym.Role, toponym.Score, toponym.Candidates, toponym.Why = "literal", .9, []layer.Candidate{}, []string{}
	want := []Document{{ID: "1", Toponyms: []Toponym{toponym}}, {ID: "none", Toponyms: []Toponym{}}}
	var b strings.Builder
	if err := Write(&b, want); err != nil {
		t.Fatal(err)
	}
	if got := read(t, b.String()); !reflect.DeepEqual(got, want) {
		t.Errorf("%s is read as %+v", b.String(), got)
	}
}
