package eval

import (
	"math"
	"slices"
)

const (
	// HitKM is the distance up to which a place counts as found: 100 miles, the
	// field's convention.
	HitKM = 161.0
	// WorstKM is half the Earth's circumference: the error of an answer without
	// coordinates.
	WorstKM = 20039.0
)

// PRF counts right, spurious and missed answers.
type PRF struct{ TP, FP, FN int }

// Precision is the share of the answers that is right, 0 without answers.
func (c PRF) Precision() float64 { return ratio(c.TP, c.TP+c.FP) }

// Recall is the share of the gold that was answered rightly, 0 without gold.
func (c PRF) Recall() float64 { return ratio(c.TP, c.TP+c.FN) }

// F1 is the harmonic mean of precision and recall.
func (c PRF) F1() float64 {
	p, r := c.Precision(), c.Recall()
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// Scores are the measures of one corpus.
//
// Recognition: a prediction matches a gold toponym when the spans overlap (see
// [Align]); Exact wants equal spans. Resolution is measured over matched
// toponyms whose gold has coordinates; a prediction without coordinates is
// [WorstKM] off. End to end, a hit is an overlapping span within [HitKM]; a
// gold toponym without coordinates is ignored.
type Scores struct {
	Documents  int
	Recognised PRF
	Exact      PRF
	EndToEnd   PRF
	// Errors are the distances in km of the resolved toponyms, ascending.
	Errors []float64
}

// Gold is the number of gold toponyms that count.
func (s *Scores) Gold() int { return s.Recognised.TP + s.Recognised.FN }

// Accuracy is the share of the resolved toponyms within [HitKM].
func (s *Scores) Accuracy() float64 {
	n, _ := slices.BinarySearchFunc(s.Errors, HitKM, func(e, limit float64) int {
		if e <= limit {
			return -1
		}
		return 1
	})
	return ratio(n, len(s.Errors))
}

// MedianKM is the middle error, the upper one of two; 0 without toponyms.
func (s *Scores) MedianKM() float64 {
	if len(s.Errors) == 0 {
		return 0
	}
	return s.Errors[len(s.Errors)/2]
}

// MeanKM is the mean error.
func (s *Scores) MeanKM() float64 {
	sum := 0.0
	for _, e := range s.Errors {
		sum += e
	}
	return sum / float64(max(1, len(s.Errors)))
}

// AUC is the mean of ln(error+1)/ln(20039): the area under the curve of ordered
// log errors, 0 at best (Jurgens et al. 2015).
func (s *Scores) AUC() float64 {
	sum := 0.0
	for _, e := range s.Errors {
		sum += math.Log(1 + e)
	}
	return sum / (float64(max(1, len(s.Errors))) * math.Log(WorstKM))
}

// FaultKind says what went wrong with one toponym.
type FaultKind string

// The kinds of fault.
const (
	FaultMissed   FaultKind = "missed"   // gold that no prediction overlaps
	FaultFar      FaultKind = "far"      // found, but farther than HitKM
	FaultSpurious FaultKind = "spurious" // a prediction where gold has nothing
)

// Fault is one toponym that went wrong. Gold or Predicted is nil where there is
// none.
type Fault struct {
	Document  string
	Kind      FaultKind
	Phrase    string
	KM        float64 // of FaultFar
	Gold      *Toponym
	Predicted *Toponym
}

// Match is a gold toponym that counts, with the prediction that overlaps it, or
// nil, and the distance between them: [WorstKM] without coordinates on the
// prediction's side, meaningless without them in gold.
type Match struct {
	Gold      *Toponym
	Predicted *Toponym
	KM        float64
}

// Result holds the scores of one corpus and what they are made of.
type Result struct {
	Scores  Scores
	Faults  []Fault
	Matches []Match
}

// Score measures predictions, by document id, against gold.
func Score(gold []Document, predicted map[string][]Toponym) *Result {
	r := &Result{}
	for i := range gold {
		r.document(&gold[i], predicted[gold[i].ID])
	}
	r.Scores.Documents = len(gold)
	slices.Sort(r.Scores.Errors)
	return r
}

func (r *Result) document(d *Document, predicted []Toponym) {
	s := &r.Scores
	byGold, byPredicted := make([]int, len(d.Toponyms)), make([]int, len(predicted))
	fill(byGold)
	fill(byPredicted)
	for _, p := range Align(d.Toponyms, predicted) {
		byGold[p.Gold], byPredicted[p.Predicted] = p.Predicted, p.Gold
	}
	for i := range d.Toponyms {
		g := &d.Toponyms[i]
		if g.Ignore {
			continue
		}
		if byGold[i] < 0 {
			s.Recognised.FN++
			s.Exact.FN++
			if g.Lat != nil {
				s.EndToEnd.FN++
			}
			r.Faults = append(r.Faults, Fault{Document: d.ID, Kind: FaultMissed, Phrase: g.Phrase, Gold: g})
			r.Matches = append(r.Matches, Match{Gold: g})
			continue
		}
		p := &predicted[byGold[i]]
		s.Recognised.TP++
		if p.Start == g.Start && p.End == g.End {
			s.Exact.TP++
		} else {
			s.Exact.FN++
			s.Exact.FP++
		}
		r.resolved(d.ID, g, p)
	}
	for j := range predicted {
		p := &predicted[j]
		if byPredicted[j] >= 0 || overlapsIgnored(d.Toponyms, p) {
			continue
		}
		s.Recognised.FP++
		s.Exact.FP++
		if p.Lat != nil {
			s.EndToEnd.FP++
		}
		r.Faults = append(r.Faults, Fault{Document: d.ID, Kind: FaultSpurious, Phrase: p.Phrase, Predicted: p})
	}
}

// resolved counts a gold toponym and the prediction that overlaps it.
func (r *Result) resolved(document string, g, p *Toponym) {
	m := Match{Gold: g, Predicted: p, KM: WorstKM}
	if g.HasPoint() {
		if p.HasPoint() {
			m.KM = DistanceKM(*g.Lat, *g.Lon, *p.Lat, *p.Lon)
		}
		s := &r.Scores
		s.Errors = append(s.Errors, m.KM)
		if m.KM <= HitKM {
			s.EndToEnd.TP++
		} else {
			s.EndToEnd.FN++
			if p.Lat != nil { // a wrong answer is a fault; giving none is only a miss
				s.EndToEnd.FP++
			}
			r.Faults = append(r.Faults, Fault{Document: document, Kind: FaultFar, Phrase: g.Phrase, KM: m.KM, Gold: g, Predicted: p})
		}
	}
	r.Matches = append(r.Matches, m)
}

func overlapsIgnored(gold []Toponym, p *Toponym) bool {
	for _, g := range gold {
		if g.Ignore && min(g.End, p.End) > max(g.Start, p.Start) {
			return true
		}
	}
	return false
}

func fill(s []int) {
	for i := range s {
		s[i] = -1
	}
}
