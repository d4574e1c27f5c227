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

// defaultLookups is the default of [Online.MaxLookups].
const defaultLookups = 20

// The probabilities of online results. They are not calibrated: a result that matches in
// every way is likely at most, any other is ambiguous.
const (
	matchProbability    = geo.LikelyThreshold
	mismatchProbability = 0.3
)

// Resolver resolves the mentions of an article.
type Resolver interface {
	Resolve(ctx context.Context, a *geo.Article, r *geo.Recognition) ([]geo.Resolution, []geo.Focus, error)
}

// reviser resolves parsed articles again with the history of their publishers.
type reviser interface {
	Revise(ctx context.Context, batch []*geo.Parsed, workers int) error
}

// Online is a resolver that looks up online the literal mentions that another resolver
// can't place because the gazetteer lacks their names. Only the name and the country that
// the article is about are sent. A mention is placed if the result has its name, has a
// kind, and is in that country; any other result is ambiguous.
type Online struct {
	Resolver Resolver
	Chain    *Chain
	// MaxLookups is the number of different names looked up for one article, 20 if 0.
	MaxLookups int
}

// Resolve resolves the mentions of a with Resolver and looks up those that are missing.
func (o *Online) Resolve(ctx context.Context, a *geo.Article, r *geo.Recognition) ([]geo.Resolution, []geo.Focus, error) {
	resolutions, focus, err := o.Resolver.Resolve(ctx, a, r)
	if err == nil {
		err = o.lookUp(ctx, r.Mentions, resolutions, focus)
	}
	if err != nil {
		return nil, nil, err
	}
	return resolutions, focus, nil
}

// Revise revises a batch with Resolver, if that supports it, and looks up the mentions
// that are missing in the articles that changed; most results are in the cache.
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
			continue // all were looked up
		}
		if err := o.lookUp(ctx, p.Mentions, p.Resolutions, p.Focus); err != nil {
			return err
		}
	}
	return nil
}

// lookUp looks up the mentions that are missing and changes their resolutions.
func (o *Online) lookUp(ctx context.Context, mentions []geo.Mention, resolutions []geo.Resolution, focus []geo.Focus) error {
	if len(o.Chain.Providers) == 0 {
		return nil
	}
	limit := o.MaxLookups
	if limit == 0 {
		limit = defaultLookups
	}
	country := mainCountry(focus)
	results := map[string]lookup{}
	for i := range resolutions {
		if i >= len(mentions) || !needsLookup(&mentions[i], &resolutions[i]) {
			continue
		}
		key := string(gazetteer.Normalize(nil, mentions[i].Phrase))
		got, known := results[key]
		if !known && len(results) == limit {
			resolutions[i].Why = append(resolutions[i].Why, fmt.Sprintf("not looked up online because the article has more than %d unknown names", limit))
			continue
		}
		if !known {
			got.result, got.err = o.Chain.Geocode(ctx, mentions[i].Phrase, country)
			if err := ctx.Err(); err != nil {
				return fmt.Errorf("looking up %q online: %w", mentions[i].Phrase, err)
			}
			results[key] = got
		}
		got.apply(&resolutions[i], mentions[i].Phrase, country)
	}
	return nil
}

// needsLookup reports whether a mention is literal and the gazetteer lacks its name.
func needsLookup(m *geo.Mention, r *geo.Resolution) bool {
	return (r.Outcome == geo.OutcomeMissing || r.Outcome == geo.OutcomeApproximate) && (m.Role == geo.RoleLiteral || m.Role == geo.RoleDateline)
}

// mainCountry returns the country with at least half of the focus of an article, or "".
func mainCountry(focus []geo.Focus) string {
	for _, f := range focus {
		if f.Level == "country" && f.Weight >= 0.5 {
			return f.Place.Country
		}
	}
	return ""
}

// lookup is the result of looking up a name.
type lookup struct {
	result Result
	err    error
}

func (r *lookup) apply(res *geo.Resolution, phrase, country string) {
	switch {
	case errors.Is(r.err, geo.ErrNotFound) && !errors.As(r.err, new(*ProviderError)):
		res.Why = append(res.Why, "online geocoders don't know it either")
		return
	case r.err != nil:
		res.Why = append(res.Why, "the online geocoders failed: "+failureText(r.err))
		return
	}
	a := &r.result
	place := geo.Place{
		ID: a.PlaceID(), Name: a.Name, Kind: a.Kind, Country: a.Country, CountryName: a.CountryName, Point: a.Point,
	}
	if place.Name == "" {
		place.Name = phrase
	}
	why := []string{fmt.Sprintf("not in the gazetteer; found by %s on %s", a.Provider, a.Fetched.Format(time.DateOnly))}
	doubt := mismatch(a, phrase, country)
	if doubt != "" && res.Outcome == geo.OutcomeApproximate {
		res.Why = append(res.Why, why[0]+", but "+doubt)
		return
	}
	res.Place, res.UncertaintyKM = &place, 0
	res.Probability = matchProbability
	switch {
	case doubt != "":
		why = append(why, doubt)
		res.Outcome, res.Probability = geo.OutcomeAmbiguous, mismatchProbability
	case a.Kind.Precision() == geo.PrecisionCountry:
		res.Outcome = geo.OutcomeCountry
	default:
		res.Outcome = geo.OutcomePlaced
	}
	res.Confidence = geo.ConfidenceOf(res.Probability)
	res.Candidates = []geo.Candidate{{Place: place, Score: res.Probability}}
	res.Why = append(why, res.Why...)
}

// mismatch returns why a result may not be the place that is meant, or "".
func mismatch(a *Result, phrase, country string) string {
	switch {
	case a.Kind == geo.KindUnknown:
		return a.Provider + " gives no kind of place"
	case !bytes.Equal(gazetteer.Normalize(nil, a.Name), gazetteer.Normalize(nil, phrase)):
		return fmt.Sprintf("%s calls it %q", a.Provider, a.Name)
	case country == "":
		return "the article is not about a single country"
	case a.Country != country:
		return a.Provider + " gives no country"
	}
	return ""
}

// failureText returns the failures of the providers as one text.
func failureText(err error) string {
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
