package geocode

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dateline/geo"

	"golang.org/x/text/unicode/norm"
)

// defaultTimeout bounds one question to one provider, with the wait for its turn.
const defaultTimeout = 10 * time.Second

// maxName bounds a name that is sent, in code points: nothing longer is a name.
const maxName = 120

// Chain asks providers in turn until one knows the place. It is safe for
// concurrent use.
type Chain struct {
	Providers []*Provider
	// Client sends the requests; one of package safehttp keeps to public
	// addresses.
	Client *http.Client
	// Cache keeps the answers, unless it is nil.
	Cache *Cache
	// Timeout bounds one question to one provider; 10 s if 0.
	Timeout time.Duration
	// Now is the clock; nil means that of the machine.
	Now func() time.Time
}

// ProviderError says why a provider gave no answer.
type ProviderError struct {
	Provider string
	Err      error
}

// Error names the provider before the reason.
func (e *ProviderError) Error() string { return e.Provider + ": " + e.Err.Error() }

// Unwrap returns the reason.
func (e *ProviderError) Unwrap() error { return e.Err }

// Geocode asks where a name is; country is the ISO 3166-1 alpha-2 code of the
// country in which it is looked for, or empty. The error is geo.ErrNotFound if
// every provider answered and none knows the place; otherwise it holds a
// [ProviderError] for each that gave no answer.
func (c *Chain) Geocode(ctx context.Context, name, country string) (Answer, error) {
	name, err := cleanName(name)
	if err != nil {
		return Answer{}, err
	}
	if country = strings.ToUpper(country); country != "" && countryCode(country) == "" {
		return Answer{}, geo.Errorf(geo.ErrInput, "looking for %q online: country %q is not a code of two letters", name, country)
	}
	var failures []error
	for _, p := range c.Providers {
		a, err := c.one(ctx, p, name, country)
		switch {
		case err == nil:
			return a, nil
		case ctx.Err() != nil:
			return Answer{}, fmt.Errorf("looking for %q online: %w", name, ctx.Err())
		case !errors.Is(err, geo.ErrNotFound):
			failures = append(failures, &ProviderError{p.name, err})
		}
	}
	if len(failures) > 0 {
		return Answer{}, fmt.Errorf("looking for %q online: %w", name, errors.Join(failures...))
	}
	return Answer{}, geo.Errorf(geo.ErrNotFound, "looking for %q online: no provider knows it", name)
}

// one asks the cache, then the provider.
func (c *Chain) one(ctx context.Context, p *Provider, name, country string) (Answer, error) {
	now := c.Now
	if now == nil {
		now = time.Now
	}
	if c.Cache != nil {
		if k, ok := c.Cache.load(p, now(), name, country); ok {
			if !k.Found {
				return Answer{}, geo.ErrNotFound
			}
			return fits(*k.Answer, country)
		}
	}
	timeout := c.Timeout
	if timeout == 0 {
		timeout = defaultTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	a, err := p.ask(ctx, c.Client, now, name, country)
	if err != nil && !errors.Is(err, geo.ErrNotFound) {
		return Answer{}, err
	}
	if c.Cache != nil {
		k := kept{Provider: p.name, Name: name, Country: country, Fetched: now().UTC().Truncate(time.Second)}
		if err == nil {
			k.Found, k.Kind, k.Answer = true, a.Kind.String(), &a
		}
		if err := c.Cache.store(p, k); err != nil {
			return Answer{}, err
		}
	}
	if err != nil {
		return Answer{}, err
	}
	return fits(a, country)
}

// fits refuses an answer in another country than the one asked for: some
// providers prefer any answer to none.
func fits(a Answer, country string) (Answer, error) {
	if country != "" && a.Country != "" && a.Country != country {
		return Answer{}, geo.Errorf(geo.ErrNotFound, "it knows one in %s only", a.Country)
	}
	return a, nil
}

// cleanName brings a name to the form in which it is sent, and refuses what is
// none: whatever else stands in an article is nobody's business.
func cleanName(name string) (string, error) {
	name = strings.Join(strings.FieldsFunc(norm.NFC.String(strings.ToValidUTF8(name, " ")), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
	switch {
	case !strings.ContainsFunc(name, unicode.IsLetter):
		return "", geo.Errorf(geo.ErrInput, "looking for %q online: it is not a name", name)
	case utf8.RuneCountInString(name) > maxName:
		return "", geo.Errorf(geo.ErrTooLarge, "looking for a place online: a name of more than %d letters is not sent", maxName)
	}
	return name, nil
}
