package geocode

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
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
	fittingAnswer = geo.LikelyThreshold
	otherAnswer   = 0.3
)

// Resolver resolves the mentions of an article.
type Resolver interface {
	Resolve(ctx context.Context, a *geo.Article, r *geo.Recognition) ([]geo.Resolution, []geo.Focus, error)
}

// reviser resolves parsed articles again with the history of their publishers.
type reviser interface {
	Revise(ctx context.Context, batch []*geo.Parsed, workers int) error
}

// Online is a resolver that asks online about the mentions that another
// resolver does not place, for their names are not in the gazetteer, where they name
// a place literally. Only the name and the country that the article is about are
// sent. A mention is placed if the answer bears its name, says what kind of place it
// is, and lies in that country; any other answer is kept as a guess that is not
// drawn.
type Online struct {
	Resolver Resolver
	Chain    *Chain
	// Questions bounds the different names that are asked about for one article,
	// 20 if 0.
	Questions int
}

// Resolve resolves the mentions of a with the other resolver, then asks online.
func (o *Online) Resolve(ctx context.Context, a *geo.Article, r *geo.Recognition) ([]geo.Resolution, []geo.Focus, error) {
	resolutions, focus, err := o.Resolver.Resolve(ctx, a, r)
	if err == nil {
		err = o.ask(ctx, r.Mentions, resolutions, focus)
	}
	if err != nil {
		return nil, nil, err
	}
	return resolutions, focus, nil
}

// Revise revises a batch as far as the other resolver does: what that
// comes to find nothing for, or for another reason, is asked about anew, mostly of
// the cache.
func (o *Online) Revise(ctx context.Context, batch []*geo.Parsed, workers int) error {
	inner, ok := o.Resolver.(reviser)
	if !ok {
		return nil
	}
	before := make([][]geo.Resolution, len(batch))
	for i, p := range batch {
		before[i] = slices.Clone(p.Resolutions)
	}
	if err := inner.Revise(ctx, batch, workers); err != nil {
		return err
	}
	for i, p := range batch {
		if reflect.DeepEqual(before[i], p.Resolutions) {
			continue // all has been asked
		}
		if err := o.ask(ctx, p.Mentions, p.Resolutions, p.Focus); err != nil {
			return err
		}
	}
	return nil
}

// ask asks about the mentions that are missing and changes their resolutions.
func (o *Online) ask(ctx context.Context, mentions []geo.Mention, resolutions []geo.Resolution, focus []geo.Focus) error {
	if len(o.Chain.Providers) == 0 {
		return nil
	}
	limit := o.Questions
	if limit == 0 {
		limit = defaultQuestions
	}
	country := countryInFocus(focus)
	answered := map[string]reply{}
	for i := range resolutions {
		if i >= len(mentions) || !askable(&mentions[i], &resolutions[i]) {
			continue
		}
		key := string(gazetteer.Normalize(nil, mentions[i].Phrase))
		got, known := answered[key]
		if !known && len(answered) == limit {
			resolutions[i].Why = append(resolutions[i].Why, fmt.Sprintf("not asked about online: the article has more than %d unknown names", limit))
			continue
		}
		if !known {
			got.answer, got.err = o.Chain.Geocode(ctx, mentions[i].Phrase, country)
			if err := ctx.Err(); err != nil {
				return fmt.Errorf("asking online about %q: %w", mentions[i].Phrase, err)
			}
			answered[key] = got
		}
		got.apply(&resolutions[i], mentions[i].Phrase, country)
	}
	return nil
}

// askable reports whether a mention is one to ask about: of a name that the
// gazetteer lacks.
func askable(m *geo.Mention, r *geo.Resolution) bool {
	return (r.Outcome == geo.OutcomeMissing || r.Outcome == geo.OutcomeApproximate) && (m.Role == geo.RoleLiteral || m.Role == geo.RoleDateline)
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
	doubt := doubts(a, phrase, country)
	if doubt != "" && res.Outcome == geo.OutcomeApproximate {
		res.Why = append(res.Why, why[0]+", but "+doubt)
		return
	}
	res.Place, res.UncertaintyKM = &place, 0
	res.Probability = fittingAnswer
	switch {
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
