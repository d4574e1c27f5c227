package geo

// Confidence says in a word how sure a resolution is.
type Confidence string

// The words of confidence, derived from the calibrated probability.
const (
	ConfidenceCertain   Confidence = "certain"
	ConfidenceLikely    Confidence = "likely"
	ConfidenceAmbiguous Confidence = "ambiguous"
)

// The probabilities from which a resolution is called certain and likely.
const (
	CertainThreshold = 0.95
	LikelyThreshold  = 0.60
)

// ConfidenceOf returns the word for a calibrated probability.
func ConfidenceOf(probability float64) Confidence {
	switch {
	case probability >= CertainThreshold:
		return ConfidenceCertain
	case probability >= LikelyThreshold:
		return ConfidenceLikely
	}
	return ConfidenceAmbiguous
}

// Outcome says what became of a mention; the [Ledger] counts by it.
type Outcome string

// The outcomes.
const (
	// OutcomePlaced: a site, a settlement or an area, certain or likely.
	OutcomePlaced Outcome = "placed"
	// OutcomeCountry: a country, a continent or a region: listed and outlined,
	// never a pin.
	OutcomeCountry Outcome = "country"
	// OutcomeAmbiguous: more than one place may be meant; the best guess, if
	// there is one, is not drawn as a pin.
	OutcomeAmbiguous Outcome = "ambiguous"
	// OutcomeApproximate: the thing named is not in the gazetteer, but it lies
	// in or near the place given; never a pin.
	OutcomeApproximate Outcome = "approximate"
	// OutcomeMissing: not in the gazetteer, and nothing says where it is.
	OutcomeMissing Outcome = "missing"
)

// Outcomes returns every outcome, in the order in which a ledger lists them.
func Outcomes() []Outcome {
	return []Outcome{OutcomePlaced, OutcomeCountry, OutcomeAmbiguous, OutcomeApproximate, OutcomeMissing}
}

// Candidate is a place that a mention may mean.
type Candidate struct {
	Place Place
	// Score is the ranker's probability among the candidates, 0 to 1.
	Score float64
}

// Resolution is the outcome for one mention.
type Resolution struct {
	Outcome Outcome
	// Place is the place meant, the best guess of an ambiguous mention, or the
	// place nearby of an approximate one; nil when there is none.
	Place *Place
	// Confidence and Probability say how sure it is that Place is meant.
	Confidence  Confidence
	Probability float64
	// UncertaintyKM is the radius of an approximate answer, otherwise 0.
	UncertaintyKM float64
	// Candidates are the best few, the most likely first.
	Candidates []Candidate
	// Why are the reasons that decided, in plain words, the weightiest first.
	// Without a place they say why there is none.
	Why []string
}

// Approximate reports whether Place is only nearby, not the thing named.
func (r *Resolution) Approximate() bool { return r.Outcome == OutcomeApproximate }

// Focus is a place, area or country that an article is about.
type Focus struct {
	Place Place
	// Weight is the share of the article's attention, 0 to 1; the weights of
	// one level (country, admin1, place) sum to at most 1.
	Weight float64
	// Level is "country", "admin1" or "place".
	Level string
	// Mentions is the number of mentions in or of the place.
	Mentions int
}
