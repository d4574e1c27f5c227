package eval

import (
	"math"
	"slices"

	"dateline/geo"
	"dateline/geo/geometry"
)

const (
	// HitKM is the maximum distance in kilometers between a correct place and
	// gold: 100 miles, the convention of the field.
	HitKM = 161.0
	// WorstKM is half the Earth's circumference in kilometers: the error of an
	// answer without coordinates.
	WorstKM = 20039.0
)

// Counts are true positives, false positives and false negatives.
type Counts struct{ TP, FP, FN int }

// Add adds the numbers of another count.
func (c *Counts) Add(other Counts) {
	c.TP += other.TP
	c.FP += other.FP
	c.FN += other.FN
}

// Precision returns the fraction of the answers that is correct, 0 without answers.
func (c Counts) Precision() float64 { return ratio(c.TP, c.TP+c.FP) }

// Recall returns the fraction of gold that was found, 0 without gold.
func (c Counts) Recall() float64 { return ratio(c.TP, c.TP+c.FN) }

// F1 returns the harmonic mean of precision and recall.
func (c Counts) F1() float64 {
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
// Recognition: a prediction matches a gold toponym if their spans overlap (see
// [Align]); Exact requires equal spans. Resolution is measured on matched toponyms
// whose gold has coordinates; the error of a prediction without coordinates is
// [WorstKM]. End to end, a true positive is an overlapping span within [HitKM];
// gold toponyms without coordinates are ignored.
type Scores struct {
	Documents  int
	Recognized Counts
	Exact      Counts
	EndToEnd   Counts
	// Associative is the number of associative predictions that match nothing, where gold labels
	// literal mentions only.
	Associative int
	// ErrorsKM are the errors of the resolved toponyms in kilometers, ascending.
	ErrorsKM []float64
}

// Gold returns the number of gold toponyms that are not ignored.
func (s *Scores) Gold() int { return s.Recognized.TP + s.Recognized.FN }

// Accuracy returns the fraction of the resolved toponyms within [HitKM].
func (s *Scores) Accuracy() float64 {
	n, _ := slices.BinarySearchFunc(s.ErrorsKM, HitKM, func(e, limit float64) int {
		if e <= limit {
			return -1
		}
		return 1
	})
	return ratio(n, len(s.ErrorsKM))
}

// MedianKM returns the median error (the upper one of two) in kilometers, 0 without
// toponyms.
func (s *Scores) MedianKM() float64 {
	if len(s.ErrorsKM) == 0 {
		return 0
	}
	return s.ErrorsKM[len(s.ErrorsKM)/2]
}

// MeanKM returns the mean error in kilometers.
func (s *Scores) MeanKM() float64 {
	sum := 0.0
	for _, e := range s.ErrorsKM {
		sum += e
	}
	return sum / float64(max(1, len(s.ErrorsKM)))
}

// AUC returns the mean of ln(error+1)/ln(20039): the area under the curve of the
// ordered log errors, 0 at best (Jurgens et al. 2015).
func (s *Scores) AUC() float64 {
	sum := 0.0
	for _, e := range s.ErrorsKM {
		sum += math.Log(1 + e)
	}
	return sum / (float64(max(1, len(s.ErrorsKM))) * math.Log(WorstKM))
}

// MismatchKind classifies a [Mismatch].
type MismatchKind string

// The kinds of mismatch.
const (
	MismatchMissed   MismatchKind = "missed"   // no prediction overlaps the gold toponym
	MismatchFar      MismatchKind = "far"      // recognized, but farther than HitKM
	MismatchSpurious MismatchKind = "spurious" // no gold toponym overlaps the prediction
)

// Mismatch is one toponym on which prediction and gold disagree. Gold is nil if the
// prediction is spurious, Predicted if the toponym was missed.
type Mismatch struct {
	Document  string
	Kind      MismatchKind
	Phrase    string
	KM        float64 // error in kilometers, of MismatchFar
	Gold      *Toponym
	Predicted *Toponym
}

// Match is a gold toponym that is not ignored with the prediction that overlaps it,
// or nil. KM is the distance between them in kilometers: [WorstKM] if the prediction
// has no coordinates, undefined if gold has none.
type Match struct {
	Gold      *Toponym
	Predicted *Toponym
	KM        float64
}

// Correct reports whether the prediction is within [HitKM] of gold's coordinates.
func (m *Match) Correct() bool {
	return m.Predicted != nil && m.Gold.HasPoint() && m.KM <= HitKM
}

// Result holds the scores of one corpus and the matches they were computed from.
type Result struct {
	Scores     Scores
	Mismatches []Mismatch
	Matches    []Match
}

// Score compares predictions, by document id, with gold.
func Score(gold []Document, predicted map[string][]Toponym) *Result {
	r := &Result{}
	for i := range gold {
		r.addDocument(&gold[i], predicted[gold[i].ID])
	}
	r.Scores.Documents = len(gold)
	slices.Sort(r.Scores.ErrorsKM)
	return r
}

// Roles returns how many recognized toponyms were correctly classified as literal
// or associative, of those whose role gold gives.
func (r *Result) Roles() (correct, total int) {
	for _, m := range r.Matches {
		if m.Predicted == nil || m.Gold.Role == "" {
			continue
		}
		total++
		if (m.Gold.Role == geo.RoleAssociative) == (m.Predicted.Role == geo.RoleAssociative) {
			correct++
		}
	}
	return correct, total
}

// Calibration compares the probabilities of the predictions that have a place with
// whether these are within [HitKM] of gold.
func (r *Result) Calibration() *Calibration {
	c := &Calibration{}
	for i := range r.Matches {
		if m := &r.Matches[i]; m.Predicted != nil && m.Predicted.HasPoint() && m.Gold.HasPoint() {
			c.Add(m.Predicted.Score, m.Correct())
		}
	}
	return c
}

func (r *Result) addDocument(d *Document, predicted []Toponym) {
	s := &r.Scores
	byGold, byPredicted := unmatched(len(d.Toponyms)), unmatched(len(predicted))
	for _, p := range AlignToponyms(d.Toponyms, predicted) {
		byGold[p.Gold], byPredicted[p.Predicted] = p.Predicted, p.Gold
	}
	for i := range d.Toponyms {
		g := &d.Toponyms[i]
		switch {
		case g.Ignore:
		case byGold[i] < 0:
			r.addMissed(d.ID, g)
		default:
			r.addMatch(d.ID, g, &predicted[byGold[i]])
		}
	}
	for j := range predicted {
		p := &predicted[j]
		if byPredicted[j] >= 0 || overlapsIgnored(d.Toponyms, p) {
			continue
		}
		if d.LiteralOnly && p.Role == geo.RoleAssociative {
			s.Associative++
			continue
		}
		s.Recognized.FP++
		s.Exact.FP++
		if p.Lat != nil {
			s.EndToEnd.FP++
		}
		r.Mismatches = append(r.Mismatches, Mismatch{Document: d.ID, Kind: MismatchSpurious, Phrase: p.Phrase, Predicted: p})
	}
}

// addMissed counts a gold toponym that no prediction overlaps.
func (r *Result) addMissed(document string, g *Toponym) {
	s := &r.Scores
	s.Recognized.FN++
	s.Exact.FN++
	if g.Lat != nil {
		s.EndToEnd.FN++
	}
	r.Mismatches = append(r.Mismatches, Mismatch{Document: document, Kind: MismatchMissed, Phrase: g.Phrase, Gold: g})
	r.Matches = append(r.Matches, Match{Gold: g})
}

// addMatch counts a gold toponym and the prediction that overlaps it.
func (r *Result) addMatch(document string, g, p *Toponym) {
	s := &r.Scores
	s.Recognized.TP++
	if p.Start == g.Start && p.End == g.End {
		s.Exact.TP++
	} else {
		s.Exact.FN++
		s.Exact.FP++
	}
	m := Match{Gold: g, Predicted: p, KM: WorstKM}
	if g.HasPoint() {
		if p.HasPoint() {
			m.KM = geometry.Distance(g.Point(), p.Point())
		}
		s.ErrorsKM = append(s.ErrorsKM, m.KM)
		if m.Correct() {
			s.EndToEnd.TP++
		} else {
			s.EndToEnd.FN++
			if p.Lat != nil { // an answer without a place is a false negative only
				s.EndToEnd.FP++
			}
			r.Mismatches = append(r.Mismatches, Mismatch{Document: document, Kind: MismatchFar, Phrase: g.Phrase, KM: m.KM, Gold: g, Predicted: p})
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

// unmatched returns n times -1.
func unmatched(n int) []int {
	s := make([]int, n)
	for i := range s {
		s[i] = -1
	}
	return s
}
