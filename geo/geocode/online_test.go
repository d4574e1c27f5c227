package geocode

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"dateline/geo"

	"golang.org/x/time/rate"
)

// fixed is a resolver that always finds the same.
type fixed struct {
	resolutions []geo.Resolution
	focus       []geo.Focus
	err         error
}

func (f *fixed) Resolve(context.Context, *geo.Article, *geo.Recognition) ([]geo.Resolution, []geo.Focus, error) {
	return f.resolutions, f.focus, f.err
}

func recognition(mentions ...geo.Mention) *geo.Recognition {
	return &geo.Recognition{Mentions: mentions}
}

func TestOnline(t *testing.T) {
	inPakistan := []geo.Focus{{Level: "country", Weight: 0.8, Place: geo.Place{Country: "PK"}}}
	literal := geo.Mention{Phrase: "Torkham", Role: geo.RoleLiteral}
	missing := geo.Resolution{Outcome: geo.OutcomeMissing, Why: []string{"not in the gazetteer"}}
	for name, test := range map[string]struct {
		mention  geo.Mention
		before   geo.Resolution
		focus    []geo.Focus
		online   online
		outcome  geo.Outcome
		why      string
		requests int
	}{
		"placed":        {literal, missing, inPakistan, online{body: answers["nominatim"]}, geo.OutcomePlaced, "found by nominatim on 2026-11-23", 1},
		"other name":    {geo.Mention{Phrase: "Torkham Gate", Role: geo.RoleDateline}, missing, inPakistan, online{body: answers["nominatim"]}, geo.OutcomeAmbiguous, `calls it "Torkham"`, 1},
		"no country":    {literal, missing, nil, online{body: answers["nominatim"]}, geo.OutcomeAmbiguous, "not about a single country", 1},
		"no kind":       {literal, missing, inPakistan, online{body: strings.ReplaceAll(answers["nominatim"], "village", "thing")}, geo.OutcomeAmbiguous, "gives no kind", 1},
		"a country":     {literal, missing, inPakistan, online{body: strings.ReplaceAll(answers["nominatim"], `"addresstype":"village"`, `"addresstype":"country"`)}, geo.OutcomeCountry, "found by nominatim", 1},
		"unknown":       {literal, missing, inPakistan, online{body: "[]"}, geo.OutcomeMissing, "online geocoders don't know it", 1},
		"over limit":    {literal, missing, inPakistan, online{status: http.StatusTooManyRequests}, geo.OutcomeMissing, "nominatim: its rate limit is used up", 1},
		"associative":   {geo.Mention{Phrase: "Torkham", Role: geo.RoleAssociative}, missing, inPakistan, online{}, geo.OutcomeMissing, "not in the gazetteer", 0},
		"boilerplate":   {geo.Mention{Phrase: "Torkham", Role: geo.RoleBoilerplate}, missing, inPakistan, online{}, geo.OutcomeMissing, "not in the gazetteer", 0},
		"not missing":   {literal, geo.Resolution{Outcome: geo.OutcomeAmbiguous, Why: []string{"two places"}}, inPakistan, online{}, geo.OutcomeAmbiguous, "two places", 0},
		"not a name":    {geo.Mention{Phrase: "17", Role: geo.RoleLiteral}, missing, inPakistan, online{}, geo.OutcomeMissing, "not a name", 0},
		"other country": {literal, missing, inPakistan, online{body: strings.ReplaceAll(answers["nominatim"], `"pk"`, `"us"`)}, geo.OutcomeMissing, "don't know it", 1},
	} {
		t.Run(name, func(t *testing.T) {
			p, client := provider(t, "nominatim", &test.online)
			o := &Online{
				Resolver: &fixed{resolutions: []geo.Resolution{test.before}, focus: test.focus},
				Chain:    &Chain{Providers: []*Provider{p}, Client: client, Now: clock},
			}
			res, focus, err := o.Resolve(t.Context(), &geo.Article{}, recognition(test.mention))
			if err != nil || len(res) != 1 || len(focus) != len(test.focus) {
				t.Fatalf("Resolve = %+v, %v", res, err)
			}
			r := res[0]
			if r.Outcome != test.outcome || !strings.Contains(strings.Join(r.Why, "; "), test.why) {
				t.Errorf("outcome %s because of %q, want %s and %q", r.Outcome, r.Why, test.outcome, test.why)
			}
			if len(test.online.requests) != test.requests {
				t.Errorf("%d requests, want %d", len(test.online.requests), test.requests)
			}
			if test.outcome == geo.OutcomePlaced && (r.Place.ID != "nominatim:node/4611" || r.Confidence != geo.ConfidenceLikely || r.Place.Kind != geo.KindSettlement) {
				t.Errorf("placed at %+v, %s", r.Place, r.Confidence)
			}
			if test.outcome == geo.OutcomeMissing && r.Place != nil {
				t.Errorf("missing, but at %+v", r.Place)
			}
		})
	}
}

func TestOnlineAsksOnceForEachName(t *testing.T) {
	server := &online{body: "[]"}
	p, client := provider(t, "nominatim", server)
	var mentions []geo.Mention
	var before []geo.Resolution
	for _, phrase := range []string{"Alpha", "Beta", "ALPHA", "Gamma", "Beta"} {
		mentions = append(mentions, geo.Mention{Phrase: phrase, Role: geo.RoleLiteral})
		before = append(before, geo.Resolution{Outcome: geo.OutcomeMissing})
	}
	o := &Online{Resolver: &fixed{resolutions: before}, Chain: &Chain{Providers: []*Provider{p}, Client: client}, MaxLookups: 2}
	res, _, err := o.Resolve(t.Context(), &geo.Article{}, recognition(mentions...))
	if err != nil || len(server.requests) != 2 {
		t.Errorf("%d requests, %v, want two", len(server.requests), err)
	}
	if why := strings.Join(res[3].Why, ""); !strings.Contains(why, "not looked up online") {
		t.Errorf("the third name: %q", why)
	}
}

func TestOnlineEndsWithItsContext(t *testing.T) {
	p, client := provider(t, "nominatim", &online{body: "[]"})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	o := &Online{
		Resolver: &fixed{resolutions: []geo.Resolution{{Outcome: geo.OutcomeMissing}}},
		Chain:    &Chain{Providers: []*Provider{p}, Client: client},
	}
	if _, _, err := o.Resolve(ctx, &geo.Article{}, recognition(geo.Mention{Phrase: "A", Role: geo.RoleLiteral})); !errors.Is(err, context.Canceled) {
		t.Errorf("Resolve = %v, want it cancelled", err)
	}
	failing := errors.New("the resolver fails")
	o.Resolver = &fixed{err: failing}
	if _, _, err := o.Resolve(t.Context(), &geo.Article{}, recognition()); !errors.Is(err, failing) {
		t.Errorf("Resolve = %v, want the resolver's error", err)
	}
}

// publisherReviser is a resolver that resolves articles again, or leaves them as they are.
type publisherReviser struct {
	fixed
	again bool
}

func (r *publisherReviser) Revise(_ context.Context, batch []*geo.Parsed, _ int) error {
	for _, p := range batch {
		if r.again {
			p.Resolutions = slices.Clone(r.resolutions)
		}
	}
	return nil
}

// A reason is added once, however often an article is revised.
func TestOnlineRevises(t *testing.T) {
	for name, test := range map[string]struct {
		again    bool
		requests int
	}{"left as it is": {false, 1}, "resolved again": {true, 2}} {
		t.Run(name, func(t *testing.T) {
			server := &online{body: "[]"}
			p, client := provider(t, "nominatim", server)
			p.limiter.SetLimit(rate.Inf)
			missing := geo.Resolution{Outcome: geo.OutcomeMissing, Why: []string{"not in the gazetteer"}}
			o := &Online{
				Resolver: &publisherReviser{fixed{resolutions: []geo.Resolution{missing}}, test.again},
				Chain:    &Chain{Providers: []*Provider{p}, Client: client},
			}
			mentions := []geo.Mention{{Phrase: "Torkham", Role: geo.RoleLiteral}}
			first := &publisherReviser{fixed{resolutions: []geo.Resolution{missing}}, false}
			res, _, err := (&Online{Resolver: first, Chain: o.Chain}).Resolve(t.Context(), &geo.Article{}, recognition(mentions...))
			if err != nil {
				t.Fatal(err)
			}
			parsed := &geo.Parsed{Mentions: mentions, Resolutions: res}
			if err := o.Revise(t.Context(), []*geo.Parsed{parsed}, 1); err != nil {
				t.Fatal(err)
			}
			if got := parsed.Resolutions[0].Why; len(got) != 2 || got[1] != "online geocoders don't know it either" {
				t.Errorf("the reasons are %q", got)
			}
			if len(server.requests) != test.requests {
				t.Errorf("%d requests, want %d", len(server.requests), test.requests)
			}
		})
	}
}
