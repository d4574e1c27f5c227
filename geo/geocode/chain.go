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

// defaultTimeout is the time limit of a request, including the wait for the rate limit.
const defaultTimeout = 10 * time.Second

// maxName is the longest name that is sent, in code points.
const maxName = 120

// Chain looks names up with one provider after the other until one finds the place. It
// is safe for concurrent use.
type Chain struct {
	Providers []*Provider
	// Client sends the requests. A client of package safehttp connects to public
	// addresses only.
	Client *http.Client
	// Cache stores the results; nil stores none.
	Cache *Cache
	// Timeout is the time limit of a request to one provider; 10 s if 0.
	Timeout time.Duration
	// Now is the clock, time.Now if nil.
	Now func() time.Time
}

// ProviderError is the failure of one provider.
type ProviderError struct {
	Provider string
	Err      error
}

// Error returns the name of the provider and the reason.
func (e *ProviderError) Error() string { return e.Provider + ": " + e.Err.Error() }

// Unwrap returns the reason.
func (e *ProviderError) Unwrap() error { return e.Err }

// Geocode returns the place with a name in a country, an ISO 3166-1 alpha-2 code or
// empty. The error is a geo.ErrNotFound if all providers responded and none found it;
// otherwise it contains a [ProviderError] for each that failed.
func (c *Chain) Geocode(ctx context.Context, name, country string) (Result, error) {
	name, err := cleanName(name)
	if err != nil {
		return Result{}, err
	}
	if country = strings.ToUpper(country); country != "" && countryCode(country) == "" {
		return Result{}, geo.Errorf(geo.ErrInput, "looking up %q online: country %q is not a code of two letters", name, country)
	}
	var failures []error
	for _, p := range c.Providers {
		a, err := c.lookUp(ctx, p, name, country)
		switch {
		case err == nil:
			return a, nil
		case ctx.Err() != nil:
			return Result{}, fmt.Errorf("looking up %q online: %w", name, ctx.Err())
		case !errors.Is(err, geo.ErrNotFound):
			failures = append(failures, &ProviderError{p.name, err})
		}
	}
	if len(failures) > 0 {
		return Result{}, fmt.Errorf("looking up %q online: %w", name, errors.Join(failures...))
	}
	return Result{}, geo.Errorf(geo.ErrNotFound, "looking up %q online: no geocoder found it", name)
}

// lookUp returns the result of the cache or of the provider.
func (c *Chain) lookUp(ctx context.Context, p *Provider, name, country string) (Result, error) {
	now := c.Now
	if now == nil {
		now = time.Now
	}
	if c.Cache != nil {
		if k, ok := c.Cache.load(p, now(), name, country); ok {
			if !k.Found {
				return Result{}, geo.ErrNotFound
			}
			return checkCountry(*k.Result, country)
		}
	}
	timeout := c.Timeout
	if timeout == 0 {
		timeout = defaultTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	a, err := p.request(ctx, c.Client, now, name, country)
	if err != nil && !errors.Is(err, geo.ErrNotFound) {
		return Result{}, err
	}
	if c.Cache != nil {
		k := cacheEntry{Provider: p.name, Name: name, Country: country, Fetched: now().UTC().Truncate(time.Second)}
		if err == nil {
			k.Found, k.Kind, k.Result = true, a.Kind.String(), &a
		}
		if err := c.Cache.store(p, k); err != nil {
			return Result{}, err
		}
	}
	if err != nil {
		return Result{}, err
	}
	return checkCountry(a, country)
}

// checkCountry returns a geo.ErrNotFound if the result is in another country than the
// requested one: some providers then return any place of that name.
func checkCountry(a Result, country string) (Result, error) {
	if country != "" && a.Country != "" && a.Country != country {
		return Result{}, geo.Errorf(geo.ErrNotFound, "found only in %s", a.Country)
	}
	return a, nil
}

// cleanName returns a name as it is sent. The error is a geo.ErrInput or geo.ErrTooLarge
// for text that is no name and must not be sent.
func cleanName(name string) (string, error) {
	name = strings.Join(strings.FieldsFunc(norm.NFC.String(strings.ToValidUTF8(name, " ")), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
	switch {
	case !strings.ContainsFunc(name, unicode.IsLetter):
		return "", geo.Errorf(geo.ErrInput, "%q is not looked up online because it is not a name", name)
	case utf8.RuneCountInString(name) > maxName:
		return "", geo.Errorf(geo.ErrTooLarge, "a name of more than %d letters is not looked up online", maxName)
	}
	return name, nil
}
