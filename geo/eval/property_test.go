package eval_test

import (
	"testing"

	"dateline/geo"
	"dateline/geo/eval"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// spans draws spans that do not overlap one another.
func spans(t *rapid.T, label string) []geo.Span {
	var out []geo.Span
	at := 0
	for range rapid.IntRange(0, 8).Draw(t, label) {
		start := at + rapid.IntRange(0, 6).Draw(t, "gap")
		at = start + rapid.IntRange(1, 9).Draw(t, "length")
		out = append(out, geo.Span{Start: start, End: at})
	}
	return out
}

// Each span is used once, pairs overlap, equal spans are paired, and no two spans that
// are left over overlap.
func TestAlignProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gold, predicted := spans(t, "gold"), spans(t, "predicted")
		byGold, byPredicted := map[int]int{}, map[int]int{}
		for _, p := range eval.Align(gold, predicted) {
			if _, ok := byGold[p.Gold]; ok {
				t.Errorf("gold span %d is used twice", p.Gold)
			}
			if _, ok := byPredicted[p.Predicted]; ok {
				t.Errorf("predicted span %d is used twice", p.Predicted)
			}
			byGold[p.Gold], byPredicted[p.Predicted] = p.Predicted, p.Gold
			if !gold[p.Gold].Overlaps(predicted[p.Predicted]) {
				t.Errorf("%v and %v do not overlap", gold[p.Gold], predicted[p.Predicted])
			}
		}
		for i, g := range gold {
			for j, p := range predicted {
				paired, isGold := byGold[i]
				_, isPredicted := byPredicted[j]
				if g == p && paired != j || g.Overlaps(p) && !isGold && !isPredicted {
					t.Errorf("%v and %v are not paired", g, p)
				}
			}
		}
	})
}

// toponyms draws toponyms, some without coordinates.
func toponyms(t *rapid.T, label string) []eval.Toponym {
	var out []eval.Toponym
	for _, s := range spans(t, label) {
		x := eval.NewToponym(s.Start, s.End, "name")
		if rapid.Bool().Draw(t, "located") {
			x.SetPoint(orb.Point{rapid.Float64Range(-180, 180).Draw(t, "lon"), rapid.Float64Range(-90, 90).Draw(t, "lat")})
		}
		out = append(out, x)
	}
	return out
}

// The counts add up to the numbers of toponyms, and gold scored against itself has no
// mismatches.
func TestScoreProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gold := []eval.Document{{ID: "a", Toponyms: toponyms(t, "gold")}}
		predicted := toponyms(t, "predicted")
		r := eval.Score(gold, map[string][]eval.Toponym{"a": predicted})
		for _, c := range []eval.Counts{r.Scores.Recognized, r.Scores.Exact} {
			if c.TP+c.FN != len(gold[0].Toponyms) || c.TP+c.FP != len(predicted) {
				t.Errorf("%+v of %d gold and %d predicted toponyms", c, len(gold[0].Toponyms), len(predicted))
			}
			if f := c.F1(); f < 0 || f > 1 {
				t.Errorf("F1 %v", f)
			}
		}
		if s := &r.Scores; s.Accuracy() < 0 || s.Accuracy() > 1 || s.AUC() < 0 || s.AUC() > 1.0001 || s.MedianKM() > eval.WorstKM || s.MeanKM() > eval.WorstKM {
			t.Errorf("accuracy %v, AUC %v, median %v km, mean %v km", s.Accuracy(), s.AUC(), s.MedianKM(), s.MeanKM())
		}
		if same := eval.Score(gold, eval.ByID(gold)); same.Scores.Exact.FP+same.Scores.Exact.FN > 0 {
			t.Errorf("gold against itself: %+v", same.Scores.Exact)
		}
	})
}
