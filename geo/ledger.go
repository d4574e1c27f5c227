package geo

import "strconv"

// Ledger counts an article's, or a collection's, mentions by outcome: the honest
// remainder that every map and export carries.
type Ledger struct {
	Mentions    int `json:"mentions"`
	Placed      int `json:"placed"`
	Countries   int `json:"countries"`
	Ambiguous   int `json:"ambiguous"`
	Approximate int `json:"approximate"`
	Missing     int `json:"missing"`
}

// Add counts one resolution.
func (l *Ledger) Add(o Outcome) {
	l.Mentions++
	*l.count(o)++
}

// Merge adds the counts of m.
func (l *Ledger) Merge(m Ledger) {
	l.Mentions += m.Mentions
	for _, o := range Outcomes() {
		*l.count(o) += *m.count(o)
	}
}

// Of returns the count of one outcome.
func (l Ledger) Of(o Outcome) int { return *l.count(o) }

func (l *Ledger) count(o Outcome) *int {
	switch o {
	case OutcomePlaced:
		return &l.Placed
	case OutcomeCountry:
		return &l.Countries
	case OutcomeAmbiguous:
		return &l.Ambiguous
	case OutcomeApproximate:
		return &l.Approximate
	}
	return &l.Missing
}

func itoa(n int) string { return strconv.Itoa(n) }
