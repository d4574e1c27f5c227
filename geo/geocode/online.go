package geocode

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

// defaultQuestions is how many different names of one article are asked about.
const defaultQuestions = 20

// The probabilities of answers from online. They are not calibrated: an answer
// that fits in every way is called likely and no more, any other is ambiguous.
const (
	fittingAnswer = geo.LikelyFrom
	otherAnswer   = 0.3
)

// Online is a [geo.Resolver] that asks online about the mentions that another
// resolver finds nothing for, where they name a place literally. Only the name
// and the country that the article is about are sent. A mention is placed if the
// answer bears its name, says what kind of place it is, and lies in that
// country; any other answer is kept as a guess that is not drawn.
type Online struct {
	Resolver geo.Resolver
	Chain    *Chain
	// Questions bounds the different names that are asked about for one article,
	// 20 if 0.
	Questions int
}

// Resolve implements [geo.Resolver].
func (o *Online) Resolve(ctx context.Context, a *geo.Article, r *geo.Recognition) ([]geo.Resolution, []geo.Focus, error) {
	resolutions, focus, err := o.Resolver.Resolve(ctx, a, r)
	if err != nil || len(o.Chain.Providers) == 0 {
		return resolutions, focus, err
	}
	limit := o.Questions
	if limit == 0 {
		limit = defaultQuestions
	}
	country := countryInFocus(focus)
	answered := map[string]reply{}
	for i := range resolutions {
		if i >= len(r.Mentions) || !askable(&r.Mentions[i], &resolutions[i]) {
			continue
		}
		key := string(gazetteer.Normalize(nil, r.Mentions[i].Phrase))
		got, known := answered[key]
		if !known && len(answered) == limit {
			resolutions[i].Why = append(resolutions[i].Why, fmt.Sprintf("not asked about online: the article has more than %d unknown names", limit))
			continue
		}
		if !known {
			got.answer, got.err = o.Chain.Geocode(ctx, r.Mentions[i].Phrase, country)
			if err := ctx.Err(); err != nil {
				return nil, nil, fmt.Errorf("asking online about %q: %w", r.Mentions[i].Phrase, err)
			}
			answered[key] = got
		}
		got.apply(&resolutions[i], r.Mentions[i].Phrase, country)
	}
	return resolutions, focus, nil
}

// askable reports whether a mention is one to ask about.
func askable(m *geo.Mention, r *geo.Resolution) bool {
	return r.Outcome == geo.OutcomeMissing && (m.Role == geo.RoleLiteral || m.Role == geo.RoleDateline)
}

// countryInFocus returns the country that has at least half of the article's
// attention.
func countryInFocus(focus []geo.Focus) string {
	for _, f := range focus {
		if f.Level == "country" && f.Weight >= 0.5 {
			return f.Place.Country
		}
	}
	return ""
}

// reply is what came of a question.
type reply struct {
	answer Answer
	err    error
}

func (r *reply) apply(res *geo.Resolution, phrase, country string) {
	switch {
	case errors.Is(r.err, geo.ErrNotFound) && !errors.As(r.err, new(*ProviderError)):
		res.Why = append(res.Why, "not known to the online geocoders either")
		return
	case r.err != nil:
		res.Why = append(res.Why, "online geocoders gave no answer: "+reasons(r.err))
		return
	}
	a := &r.answer
	place := geo.Place{
		ID: a.PlaceID(), Name: a.Name, Kind: a.Kind, Country: a.Country, CountryName: a.CountryName, Point: a.Point,
	}
	if place.Name == "" {
		place.Name = phrase
	}
	why := []string{fmt.Sprintf("not in the gazetteer; found by %s on %s", a.Provider, a.Fetched.Format(time.DateOnly))}
	res.Place = &place
	res.Probability = fittingAnswer
	switch doubt := doubts(a, phrase, country); {
	case doubt != "":
		why = append(why, doubt)
		res.Outcome, res.Probability = geo.OutcomeAmbiguous, otherAnswer
	case a.Kind.Precision() == geo.PrecisionCountry:
		res.Outcome = geo.OutcomeCountry
	default:
		res.Outcome = geo.OutcomePlaced
	}
	res.Confidence = geo.ConfidenceOf(res.Probability)
	res.Candidates = []geo.Candidate{{Place: place, Score: res.Probability}}
	res.Why = append(why, res.Why...)
}

// doubts says why an answer may not be the place that is meant, or "".
func doubts(a *Answer, phrase, country string) string {
	switch {
	case a.Kind == geo.KindUnknown:
		return a.Provider + " does not say what kind of place it is"
	case !bytes.Equal(gazetteer.Normalize(nil, a.Name), gazetteer.Normalize(nil, phrase)):
		return fmt.Sprintf("%s calls it %q", a.Provider, a.Name)
	case country == "":
		return "the article is not about one country in which to look for it"
	case a.Country != country:
		return a.Provider + " does not say in which country it is"
	}
	return ""
}

// reasons lists why each provider gave no answer.
func reasons(err error) string {
	var all []string
	var walk func(error)
	walk = func(err error) {
		var p *ProviderError
		switch e := err.(type) { //nolint:errorlint // the tree of joined errors is walked by hand
		case *ProviderError:
			p = e
		case interface{ Unwrap() []error }:
			for _, inner := range e.Unwrap() {
				walk(inner)
			}
		case interface{ Unwrap() error }:
			walk(e.Unwrap())
		}
		if p != nil {
			all = append(all, p.Error())
		}
	}
	walk(err)
	if len(all) == 0 {
		return err.Error()
	}
	return strings.Join(all, "; ")
}
