package geo

// Confidence is the word for the probability of a resolution.
type Confidence string

// The words, see [ConfidenceOf].
const (
	ConfidenceCertain   Confidence = "certain"
	ConfidenceLikely    Confidence = "likely"
	ConfidenceAmbiguous Confidence = "ambiguous"
)

// The lowest probabilities of certain and likely resolutions.
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

// Outcome is the result of resolving a mention. The [Ledger] counts mentions by it.
type Outcome string

// The outcomes.
const (
	// OutcomePlaced: a site, a settlement or an area, certain or likely.
	OutcomePlaced Outcome = "placed"
	// OutcomeCountry: a country, a continent or a region; listed and outlined, never
	// a pin.
	OutcomeCountry Outcome = "country"
	// OutcomeAmbiguous: several places may be meant; the most probable one, if any,
	// is not a pin.
	OutcomeAmbiguous Outcome = "ambiguous"
	// OutcomeApproximate: the named place is not in the gazetteer, but is in or near
	// Place; never a pin.
	OutcomeApproximate Outcome = "approximate"
	// OutcomeMissing: not in the gazetteer, at an unknown location; or coordinates that
	// are not in range.
	OutcomeMissing Outcome = "missing"
)

// Outcomes returns all outcomes in the order of a ledger.
func Outcomes() []Outcome {
	return []Outcome{OutcomePlaced, OutcomeCountry, OutcomeAmbiguous, OutcomeApproximate, OutcomeMissing}
}

// Candidate is a place that a mention may mean.
type Candidate struct {
	Place Place
	// Score is the probability among the candidates, 0 to 1.
	Score float64
}

// Resolution is the outcome for one mention.
type Resolution struct {
	Outcome Outcome
	// Place is the place that is meant, the most probable place of an ambiguous
	// mention, or the place in or near which an approximate one is; nil if none.
	Place *Place
	// Probability is the calibrated probability that Place is meant, 0 to 1, and
	// Confidence the word for it.
	Confidence  Confidence
	Probability float64
	// UncertaintyKM is the radius in kilometers of an approximate place, or of what the
	// digits of coordinates leave open, otherwise 0.
	UncertaintyKM float64
	// Candidates are the most probable candidates, in descending order.
	Candidates []Candidate
	// Why lists the reasons of the resolution in plain English, in descending order of
	// weight, or the reasons why there is no place.
	Why []string
}

// Approximate reports whether the mention is only in or near Place.
func (r *Resolution) Approximate() bool { return r.Outcome == OutcomeApproximate }

// Focus is a place, area or country that an article is about.
type Focus struct {
	Place Place
	// Weight is the share of the article that is about the place, 0 to 1; the weights
	// of one level (country, admin1, place) sum to at most 1.
	Weight float64
	// Level is "country", "admin1" or "place".
	Level string
	// Mentions is the number of mentions in or of the place.
	Mentions int
}
