package eval

import (
	"cmp"
	"slices"

	"dateline/geo"
)

// Pair is the index of a gold span and of the predicted span aligned with it.
type Pair struct{ Gold, Predicted int }

// Align pairs gold and predicted spans that overlap, using each span at most once:
// equal spans first, then the longest overlap, then the order of the text. The
// spans may count bytes or code points.
func Align(gold, predicted []geo.Span) []Pair {
	type option struct {
		Pair
		unequal, overlap int
	}
	var options []option
	for i, g := range gold {
		for j, p := range predicted {
			overlap := min(g.End, p.End) - max(g.Start, p.Start)
			if overlap <= 0 {
				continue
			}
			o := option{Pair{i, j}, 1, overlap}
			if g == p {
				o.unequal = 0
			}
			options = append(options, o)
		}
	}
	slices.SortFunc(options, func(a, b option) int {
		return cmp.Or(cmp.Compare(a.unequal, b.unequal), cmp.Compare(b.overlap, a.overlap),
			cmp.Compare(a.Gold, b.Gold), cmp.Compare(a.Predicted, b.Predicted))
	})
	usedGold, usedPredicted := make([]bool, len(gold)), make([]bool, len(predicted))
	var pairs []Pair
	for _, o := range options {
		if !usedGold[o.Gold] && !usedPredicted[o.Predicted] {
			usedGold[o.Gold], usedPredicted[o.Predicted] = true, true
			pairs = append(pairs, o.Pair)
		}
	}
	return pairs
}

// AlignToponyms is [Align] for the spans of toponyms.
func AlignToponyms(gold, predicted []Toponym) []Pair {
	return Align(spans(gold), spans(predicted))
}

// spans returns the toponyms' spans in code points.
func spans(toponyms []Toponym) []geo.Span {
	out := make([]geo.Span, len(toponyms))
	for i := range toponyms {
		out[i] = geo.Span{Start: toponyms[i].Start, End: toponyms[i].End}
	}
	return out
}
