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

// maxAnswer bounds an answer, in bytes.
const maxAnswer = 1 << 20

// The pauses after a provider has said that its limit is reached, where it does
// not say how long.
const (
	pauseTooMany = time.Minute
	pauseQuota   = time.Hour
	pauseLongest = 24 * time.Hour
)

// Provider is one online geocoder. It is safe for concurrent use.
type Provider struct {
	*service
	key, base string
	limiter   *rate.Limiter

	mu     sync.Mutex
	paused time.Time // no request before then
}

// Name is one of [Providers].
func (p *Provider) Name() string { return p.name }

// Answer is where a provider says that a name is.
type Answer struct {
	// Point is WGS 84 longitude and latitude.
	Point orb.Point `json:"point"`
	// Name is the place's name, Label how the provider writes it in full; both
	// are empty where it does not say.
	Name  string `json:"name,omitempty"`
	Label string `json:"label,omitempty"`
	// Kind is the kind of place, KindUnknown where the provider does not say.
	Kind geo.Kind `json:"-"`
	// Country is the ISO 3166-1 alpha-2 code, or empty, and CountryName what the
	// provider calls it.
	Country     string `json:"country,omitempty"`
	CountryName string `json:"country_name,omitempty"`
	// Provider is who says so, ID is what the provider calls the place, or made
	// from the answer, and Fetched is the day and time when it was asked.
	Provider string    `json:"provider"`
	ID       string    `json:"id"`
	Fetched  time.Time `json:"fetched"`
}

// PlaceID is the identifier of the place: "nominatim:way/123".
func (a *Answer) PlaceID() geo.PlaceID { return geo.PlaceID(a.Provider + ":" + a.ID) }

// ask asks the provider. An answer that it knows no such place is
// geo.ErrNotFound.
func (p *Provider) ask(ctx context.Context, client *http.Client, now func() time.Time, name, country string) (Answer, error) {
	if until := p.pausedUntil(); now().Before(until) {
		return Answer{}, geo.Errorf(geo.ErrUnavailable, "over its limit until %s", until.UTC().Format(time.RFC3339))
	}
	if err := p.limiter.Wait(ctx); err != nil {
		if ctx.Err() != nil {
			return Answer{}, ctx.Err()
		}
		return Answer{}, geo.Errorf(geo.ErrUnavailable, "over its limit of %g requests a second", float64(p.limiter.Limit()))
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.address(name, country), http.NoBody)
	if err != nil {
		return Answer{}, geo.Errorf(geo.ErrInput, "the request cannot be made")
	}
	req.Header.Set("Accept", "application/json")
	resp, err := client.Do(req)
	if err != nil {
		return Answer{}, p.failure(err)
	}
	defer resp.Body.Close()
	body, err := safehttp.ReadBody(resp.Body, maxAnswer)
	if err != nil {
		return Answer{}, err
	}
	if err := p.status(resp, now()); err != nil {
		return Answer{}, err
	}
	a, err := p.parse(body)
	a.Fetched = now().UTC().Truncate(time.Second)
	return a, err
}

// failure keeps the key, which is part of the address, out of what is reported.
func (p *Provider) failure(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	if errors.Is(err, geo.ErrForbidden) || errors.Is(err, context.Canceled) {
		return err
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return geo.Errorf(geo.ErrUnavailable, "no answer in time: %w", err)
	}
	return geo.Errorf(geo.ErrUnavailable, "cannot be reached: %w", err)
}

// status goes by an answer's status.
func (p *Provider) status(resp *http.Response, now time.Time) error {
	switch resp.StatusCode {
	case http.StatusOK:
		return nil
	case http.StatusNotFound: // LocationIQ's word for "nothing found"
		return geo.ErrNotFound
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		until := p.pause(now, resp.Header.Get("Retry-After"), pauseTooMany)
		return geo.Errorf(geo.ErrUnavailable, "over its limit (%s) until %s", resp.Status, until.UTC().Format(time.RFC3339))
	case http.StatusPaymentRequired:
		until := p.pause(now, resp.Header.Get("Retry-After"), pauseQuota)
		return geo.Errorf(geo.ErrUnavailable, "its quota is used up (%s), asked again after %s", resp.Status, until.UTC().Format(time.RFC3339))
	case http.StatusUnauthorized, http.StatusForbidden:
		p.pause(now, "", pauseQuota)
		return geo.Errorf(geo.ErrForbidden, "it refuses the key or the program (%s)", resp.Status)
	default:
		return geo.Errorf(geo.ErrUnavailable, "it answers %s", resp.Status)
	}
}

func (p *Provider) pausedUntil() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.paused
}

// pause asks nothing more for as long as the header says, or else for the time
// given.
func (p *Provider) pause(now time.Time, header string, otherwise time.Duration) time.Time {
	pause := otherwise
	if seconds, err := strconv.Atoi(header); err == nil && seconds > 0 {
		pause = time.Duration(min(seconds, int(pauseLongest/time.Second))) * time.Second
	} else if at, err := http.ParseTime(header); err == nil && at.After(now) {
		pause = min(pauseLongest, at.Sub(now))
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if until := now.Add(pause); until.After(p.paused) {
		p.paused = until
	}
	return p.paused
}

// parse reads an answer with geo-golang's parser.
func (p *Provider) parse(body []byte) (a Answer, err error) {
	defer func() {
		// Some parsers index what a broken answer lacks.
		if r := recover(); r != nil {
			a, err = Answer{}, geo.Errorf(geo.ErrInput, "its answer is not in its own form")
		}
	}()
	body, empty := firstOf(body)
	if empty {
		return Answer{}, geo.ErrNotFound
	}
	var tree any
	parser := p.parser()
	if err := errors.Join(json.Unmarshal(body, &tree), json.Unmarshal(body, parser)); err != nil {
		return Answer{}, geo.Errorf(geo.ErrInput, "its answer is not in its own form: %w", err)
	}
	location, err := parser.Location()
	switch {
	case err != nil:
		return Answer{}, geo.Errorf(geo.ErrUnavailable, "it answers: %w", err)
	case location == nil:
		return Answer{}, geo.ErrNotFound
	case !(math.Abs(location.Lat) <= 90 && math.Abs(location.Lng) <= 180):
		return Answer{}, geo.Errorf(geo.ErrInput, "its position, latitude %v and longitude %v, is not on Earth", location.Lat, location.Lng)
	case location.Lat == 0 && location.Lng == 0:
		// What geo-golang makes of a number that it cannot read.
		return Answer{}, geo.Errorf(geo.ErrInput, "its position is 0, 0, which is none")
	}
	a = Answer{Point: orb.Point{location.Lng, location.Lat}, Provider: p.name}
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

// idOf is what the provider calls the place, or an id made from the answer.
func (p *Provider) idOf(tree any, a *Answer) string {
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

// firstOf returns the first object of a list of objects, or the answer itself
// where it is an object; empty says that the list is.
func firstOf(body []byte) (first []byte, empty bool) {
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

// find returns the text or number at a path such as "results.0.types.1", or "".
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
