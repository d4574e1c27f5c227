package eval_test

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/eval"
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

func read(t *testing.T, s string) []eval.Document {
	t.Helper()
	s = strings.ReplaceAll(strings.ReplaceAll(oneLine(s), "[\n", "["), "},\n", "},")
	docs, err := eval.Read(strings.NewReader(s))
	if err != nil {
		t.Fatal(err)
	}
	return docs
}

// The expected numbers were computed by hand from the definitions.
func TestScore(t *testing.T) {
	gold := read(t, goldFile)
	r := eval.Score(gold, eval.ByID(read(t, predictedFile)))
	s := &r.Scores
	if want := (eval.Counts{TP: 3, FP: 1, FN: 1}); s.Recognized != want {
		t.Errorf("recognition %+v, not %+v", s.Recognized, want)
	}
	if want := (eval.Counts{TP: 2, FP: 2, FN: 2}); s.Exact != want {
		t.Errorf("exact %+v, not %+v", s.Exact, want)
	}
	// Zürich is correct; Paris is wrong; Rome has no place; "In" is spurious.
	if want := (eval.Counts{TP: 1, FP: 2, FN: 2}); s.EndToEnd != want {
		t.Errorf("end to end %+v, not %+v", s.EndToEnd, want)
	}
	if len(s.ErrorsKM) != 3 || s.ErrorsKM[2] != eval.WorstKM || math.Abs(s.Accuracy()-1.0/3) > 1e-9 {
		t.Errorf("errors %v, accuracy %v", s.ErrorsKM, s.Accuracy())
	}
	if s.ErrorsKM[0] > 10 || s.MedianKM() < 7000 {
		t.Errorf("errors %v", s.ErrorsKM)
	}
	kinds := map[eval.MismatchKind]int{}
	for _, f := range r.Mismatches {
		kinds[f.Kind]++
	}
	if want := map[eval.MismatchKind]int{eval.MismatchMissed: 1, eval.MismatchFar: 2, eval.MismatchSpurious: 1}; !reflect.DeepEqual(kinds, want) {
		t.Errorf("faults %v, not %v", kinds, want)
	}
}

// TestLiteralOnly checks that associative predictions without gold are left out where gold has no roles.
func TestLiteralOnly(t *testing.T) {
	gold := eval.Document{ID: "a", Text: "France voted in Lima.", Toponyms: []eval.Toponym{eval.NewToponym(16, 20, "Lima")}}
	actor, lima := eval.NewToponym(0, 6, "France"), eval.NewToponym(16, 20, "Lima")
	actor.Role = geo.RoleAssociative
	for _, c := range []struct {
		literalOnly           bool
		spurious, associative int
	}{{false, 1, 0}, {true, 0, 1}} {
		gold.LiteralOnly = c.literalOnly
		s := eval.Score([]eval.Document{gold}, map[string][]eval.Toponym{"a": {actor, lima}}).Scores
		if s.Recognized.FP != c.spurious || s.Associative != c.associative || s.Recognized.TP != 1 {
			t.Errorf("literal only %t: %d spurious and %d associative, want %d and %d", c.literalOnly, s.Recognized.FP, s.Associative, c.spurious, c.associative)
		}
	}
}

func TestAlign(t *testing.T) {
	span := func(start, end int) eval.Toponym { return eval.NewToponym(start, end, "") }
	for _, test := range []struct {
		name            string
		gold, predicted []eval.Toponym
		want            []eval.Pair
	}{
		{"equal before longer", []eval.Toponym{span(0, 5), span(6, 10)}, []eval.Toponym{span(0, 12), span(6, 10)}, []eval.Pair{{1, 1}, {0, 0}}},
		{"longest overlap first", []eval.Toponym{span(0, 3), span(4, 12)}, []eval.Toponym{span(2, 10)}, []eval.Pair{{1, 0}}},
		{"touching is no overlap", []eval.Toponym{span(0, 3)}, []eval.Toponym{span(3, 6)}, nil},
		{"nothing", nil, nil, nil},
	} {
		if got := eval.AlignToponyms(test.gold, test.predicted); !reflect.DeepEqual(got, test.want) {
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
	d.Toponyms = []eval.Toponym{eval.NewToponym(900, 950, "")}
	if got := d.Spans()[0]; got.Len() != 0 {
		t.Errorf("a span beyond the text is %v", got)
	}
}

func TestReadFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "news.jsonl")
	if _, err := eval.ReadFile(path); !errors.Is(err, geo.ErrNotFound) || !strings.Contains(err.Error(), path) {
		t.Errorf("a missing file: error %v", err)
	}
	if err := os.WriteFile(path, []byte("{\"id\": 7}\n{\"id\": 7, \"text\": \"again\"}\n\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	docs, err := eval.ReadFile(path)
	if err != nil || len(docs) != 1 || docs[0].ID != "7" || docs[0].Text != "again" {
		t.Errorf("%+v, error %v", docs, err)
	}
	if err := os.WriteFile(path, []byte("[]"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := eval.ReadFile(path); !errors.Is(err, geo.ErrInput) || !strings.Contains(err.Error(), path) {
		t.Errorf("a file in another format: error %v", err)
	}
	if name := eval.CorpusName(path); name != "news" {
		t.Errorf("the corpus is named %q", name)
	}
}

func TestRoles(t *testing.T) {
	gold := []eval.Document{{ID: "a", Toponyms: []eval.Toponym{eval.NewToponym(0, 5, ""), eval.NewToponym(6, 9, ""), eval.NewToponym(10, 12, "")}}}
	predicted := []eval.Toponym{eval.NewToponym(0, 5, ""), eval.NewToponym(6, 9, ""), eval.NewToponym(10, 12, "")}
	gold[0].Toponyms[0].Role, predicted[0].Role = geo.RoleAssociative, geo.RoleAssociative
	gold[0].Toponyms[1].Role, predicted[1].Role = geo.RoleLiteral, geo.RoleAssociative
	if correct, total := eval.Score(gold, map[string][]eval.Toponym{"a": predicted}).Roles(); correct != 1 || total != 2 {
		t.Errorf("%d of %d roles are correct, not 1 of 2", correct, total)
	}
}

func TestReadRejects(t *testing.T) {
	if _, err := eval.Read(strings.NewReader("{\"id\": 1}\nnot json\n")); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("error %v does not name line 2", err)
	}
}

func TestCalibration(t *testing.T) {
	var c eval.Calibration
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
	if err := eval.Score(read(t, goldFile), eval.ByID(read(t, predictedFile))).Report(&b, "test", 5); err != nil {
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
		docs, err := eval.Read(strings.NewReader(s))
		if err != nil {
			return
		}
		for i := range docs {
			for _, span := range docs[i].Spans() {
				_ = span.Text(docs[i].Text)
			}
		}
		eval.Score(docs, eval.ByID(docs))
	})
}

func TestWriteRoundTrip(t *testing.T) {
	toponym := eval.NewToponym(0, 6, "Zürich")
	toponym.SetPoint(orb.Point{8.5, 47.4})
	toponym.Role, toponym.Score, toponym.Candidates, toponym.Why = "literal", .9, []layer.Candidate{}, []string{}
	want := []eval.Document{{ID: "1", Toponyms: []eval.Toponym{toponym}}, {ID: "none", Toponyms: []eval.Toponym{}}}
	var b strings.Builder
	if err := eval.Write(&b, want); err != nil {
		t.Fatal(err)
	}
	if got := read(t, b.String()); !reflect.DeepEqual(got, want) {
		t.Errorf("%s is read as %+v", b.String(), got)
	}
}
