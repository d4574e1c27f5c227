package geocode

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"dateline/geo"
	"dateline/geo/fetch/safehttp"

	"github.com/paulmach/orb"
	"golang.org/x/time/rate"
)

// maxResponse is the largest response in bytes.
const maxResponse = 1 << 20

// The pauses after a provider has refused a request because of a limit, if its response
// has no Retry-After header, and the longest pause that a header can request.
const (
	defaultPause = time.Minute
	quotaPause   = time.Hour
	maxPause     = 24 * time.Hour
)

// Provider is one online geocoder. It is safe for concurrent use.
type Provider struct {
	*service
	key, base string
	limiter   *rate.Limiter

	mu     sync.Mutex
	paused time.Time // no request before then
}

// Name returns the name of the provider, one of [Providers].
func (p *Provider) Name() string { return p.name }

// Result is a place that a provider found.
type Result struct {
	// Point is WGS 84 longitude and latitude.
	Point orb.Point `json:"point"`
	// Name is the name of the place and Label the full label of the provider; both
	// may be empty.
	Name  string `json:"name,omitempty"`
	Label string `json:"label,omitempty"`
	// Kind is the kind of place, KindUnknown if the provider gives none.
	Kind geo.Kind `json:"-"`
	// Country is the ISO 3166-1 alpha-2 code, or empty, and CountryName the name that
	// the provider gives.
	Country     string `json:"country,omitempty"`
	CountryName string `json:"country_name,omitempty"`
	// Provider is the name of the provider, ID its identifier of the place, or one made
	// from the result, and Fetched the time of the request.
	Provider string    `json:"provider"`
	ID       string    `json:"id"`
	Fetched  time.Time `json:"fetched"`
}

// PlaceID returns the identifier of the place, such as "nominatim:way/123".
func (a *Result) PlaceID() geo.PlaceID { return geo.PlaceID(a.Provider + ":" + a.ID) }

// request requests a name from the provider. The error is a geo.ErrNotFound if it found
// nothing.
func (p *Provider) request(ctx context.Context, client *http.Client, now func() time.Time, name, country string) (Result, error) {
	if until := p.pausedUntil(); now().Before(until) {
		return Result{}, geo.Errorf(geo.ErrUnavailable, "its rate limit is used up until %s", until.UTC().Format(time.RFC3339))
	}
	if err := p.limiter.Wait(ctx); err != nil {
		if ctx.Err() != nil {
			return Result{}, ctx.Err()
		}
		return Result{}, geo.Errorf(geo.ErrUnavailable, "its rate limit is %g requests per second", float64(p.limiter.Limit()))
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.requestURL(name, country), http.NoBody)
	if err != nil {
		return Result{}, geo.Errorf(geo.ErrInput, "the request URL is invalid")
	}
	req.Header.Set("Accept", "application/json")
	resp, err := client.Do(req)
	if err != nil {
		return Result{}, p.failure(err)
	}
	defer resp.Body.Close()
	body, err := safehttp.ReadBody(resp.Body, maxResponse)
	if err != nil {
		return Result{}, err
	}
	if err := p.status(resp, now()); err != nil {
		return Result{}, err
	}
	a, err := p.parse(body)
	a.Fetched = now().UTC().Truncate(time.Second)
	return a, err
}

// failure returns an error without the URL, which may contain the key.
func (p *Provider) failure(err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err
	}
	if errors.Is(err, geo.ErrForbidden) || errors.Is(err, context.Canceled) {
		return err
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return geo.Errorf(geo.ErrUnavailable, "no response in time: %w", err)
	}
	return geo.Errorf(geo.ErrUnavailable, "can't be reached: %w", err)
}

// status returns the error for the status of a response, and pauses the provider if a
// limit is used up.
func (p *Provider) status(resp *http.Response, now time.Time) error {
	switch resp.StatusCode {
	case http.StatusOK:
		return nil
	case http.StatusNotFound: // LocationIQ found nothing
		return geo.ErrNotFound
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		until := p.pause(now, resp.Header.Get("Retry-After"), defaultPause)
		return geo.Errorf(geo.ErrUnavailable, "its rate limit is used up (%s) until %s", resp.Status, until.UTC().Format(time.RFC3339))
	case http.StatusPaymentRequired:
		until := p.pause(now, resp.Header.Get("Retry-After"), quotaPause)
		return geo.Errorf(geo.ErrUnavailable, "its quota is used up (%s); the next request is after %s", resp.Status, until.UTC().Format(time.RFC3339))
	case http.StatusUnauthorized, http.StatusForbidden:
		p.pause(now, "", quotaPause)
		return geo.Errorf(geo.ErrForbidden, "it rejects the key or the program (%s)", resp.Status)
	default:
		return geo.Errorf(geo.ErrUnavailable, "it responded %s", resp.Status)
	}
}

func (p *Provider) pausedUntil() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.paused
}

// pause stops requests for the time of a Retry-After header, or for the default, and
// returns the end of the pause.
func (p *Provider) pause(now time.Time, header string, fallback time.Duration) time.Time {
	pause := fallback
	if seconds, err := strconv.Atoi(header); err == nil && seconds > 0 {
		pause = time.Duration(min(seconds, int(maxPause/time.Second))) * time.Second
	} else if at, err := http.ParseTime(header); err == nil && at.After(now) {
		pause = min(maxPause, at.Sub(now))
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if until := now.Add(pause); until.After(p.paused) {
		p.paused = until
	}
	return p.paused
}

// parse parses a response with the parser of geo-golang.
func (p *Provider) parse(body []byte) (a Result, err error) {
	defer func() {
		// Some parsers index slices that an invalid response lacks.
		if r := recover(); r != nil {
			a, err = Result{}, geo.Errorf(geo.ErrInput, "its response is invalid")
		}
	}()
	body, empty := firstObject(body)
	if empty {
		return Result{}, geo.ErrNotFound
	}
	var tree any
	parser := p.parser()
	if err := errors.Join(json.Unmarshal(body, &tree), json.Unmarshal(body, parser)); err != nil {
		return Result{}, geo.Errorf(geo.ErrInput, "its response is invalid: %w", err)
	}
	location, err := parser.Location()
	switch {
	case err != nil:
		return Result{}, geo.Errorf(geo.ErrUnavailable, "it responded: %w", err)
	case location == nil:
		return Result{}, geo.ErrNotFound
	case !(math.Abs(location.Lat) <= 90 && math.Abs(location.Lng) <= 180):
		return Result{}, geo.Errorf(geo.ErrInput, "its position, latitude %v and longitude %v, is not on Earth", location.Lat, location.Lng)
	case location.Lat == 0 && location.Lng == 0:
		// The position that geo-golang returns for a number that it cannot parse.
		return Result{}, geo.Errorf(geo.ErrInput, "its position is 0, 0, which means unknown")
	}
	a = Result{Point: orb.Point{location.Lng, location.Lat}, Provider: p.name}
	a.Label = find(tree, p.label)
	if address, err := parser.Address(); err == nil && address != nil {
		a.CountryName = address.Country
		a.Country = countryCode(address.CountryCode)
		if a.Label == "" {
			a.Label = address.FormattedAddress
		}
	}
	if code := countryCode(find(tree, p.country)); code != "" {
		a.Country = code
	}
	a.Name, _, _ = strings.Cut(a.Label, ",")
	a.Name = strings.TrimSpace(a.Name)
	for _, path := range p.kind {
		if a.Kind = kindOf(find(tree, path)); a.Kind != geo.KindUnknown {
			break
		}
	}
	a.ID = p.idOf(tree, &a)
	return a, nil
}

// idOf returns the provider's identifier of the place, or one made from the result.
func (p *Provider) idOf(tree any, a *Result) string {
	var parts []string
	for _, path := range p.id {
		if part := find(tree, path); part != "" {
			parts = append(parts, part)
		}
	}
	if id := strings.Join(parts, "/"); len(parts) == len(p.id) && id != "" && len(id) <= 128 && !strings.ContainsFunc(id, isControl) {
		return id
	}
	return geo.ContentID(a.Label, fmt.Sprintf("%.6f %.6f", a.Point[0], a.Point[1]))
}

func isControl(r rune) bool { return r <= ' ' || r == 0x7f }

func countryCode(s string) string {
	s = strings.ToUpper(s)
	if len(s) != 2 || s[0] < 'A' || s[0] > 'Z' || s[1] < 'A' || s[1] > 'Z' {
		return ""
	}
	return s
}

// firstObject returns the first object of an array, or the whole body if it is an object;
// empty reports that the array is.
func firstObject(body []byte) (first []byte, empty bool) {
	body = bytes.TrimSpace(body)
	var list []json.RawMessage
	switch {
	case len(body) == 0 || body[0] != '[' || json.Unmarshal(body, &list) != nil:
		return body, false
	case len(list) == 0:
		return nil, true
	}
	return list[0], false
}

// find returns the string or number at a path such as "results.0.types.1", or "".
func find(tree any, path string) string {
	if path == "" {
		return ""
	}
	for step := range strings.SplitSeq(path, ".") {
		switch node := tree.(type) {
		case map[string]any:
			tree = node[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(node) {
				return ""
			}
			tree = node[i]
		default:
			return ""
		}
	}
	switch leaf := tree.(type) {
	case string:
		return leaf
	case float64:
		return strconv.FormatFloat(leaf, 'f', -1, 64)
	}
	return ""
}
