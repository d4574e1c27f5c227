package geo

// Ledger counts the mentions of an article or a collection by outcome. Every map and
// export contains one.
type Ledger struct {
	Mentions    int `json:"mentions"`
	Placed      int `json:"placed"`
	Countries   int `json:"countries"`
	Ambiguous   int `json:"ambiguous"`
	Approximate int `json:"approximate"`
	Missing     int `json:"missing"`
	// Unread is the number of code points at the ends of texts that were not searched
	// for mentions, see [Parsed.Unread].
	Unread int `json:"unread,omitempty"`
}

// Add counts one resolution.
func (l *Ledger) Add(o Outcome) {
	l.Mentions++
	*l.count(o)++
}

// Merge adds the counts of m.
func (l *Ledger) Merge(m Ledger) {
	l.Mentions += m.Mentions
	l.Unread += m.Unread
	for _, o := range Outcomes() {
		*l.count(o) += *m.count(o)
	}
}

// Count returns the count of one outcome.
func (l Ledger) Count(o Outcome) int { return *l.count(o) }

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
	case OutcomeMissing:
		return &l.Missing
	}
	return &l.Missing
}
