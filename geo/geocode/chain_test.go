package geocode

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/geo"

	"github.com/paulmach/orb"
)

// answers are the responses of each provider for Torkham, in its own format
// documentation.
var answers = map[string]string{
	"nominatim":     `[{"osm_type":"node","osm_id":4611,"lat":"34.1147","lon":"71.0847","class":"place","type":"village","addresstype":"village","display_name":"Torkham, Khyber, Pakistan","address":{"village":"Torkham","country":"Pakistan","country_code":"pk"}}]` + "\n",
	"locationiq":    `[{"osm_type":"node","osm_id":"4611","lat":"34.1147","lon":"71.0847","class":"place","type":"village","display_name":"Torkham, Khyber, Pakistan","address":{"country":"Pakistan","country_code":"pk"}}]`,
	"pickpoint":     `[{"osm_type":"node","osm_id":4611,"lat":"34.1147","lon":"71.0847","type":"village","display_name":"Torkham, Khyber, Pakistan","address":{"country":"Pakistan","country_code":"pk"}}]`,
	"opencage":      `{"results":[{"formatted":"Torkham, Khyber, Pakistan","geometry":{"lat":34.1147,"lng":71.0847},"components":{"_type":"village","country":"Pakistan","country_code":"pk"}}],"status":{"code":200,"message":"OK"}}`,
	"pelias":        `{"features":[{"geometry":{"type":"Point","coordinates":[71.0847,34.1147]},"properties":{"gid":"whosonfirst:locality:1","layer":"locality","name":"Torkham","label":"Torkham, Pakistan","country":"Pakistan","country_a":"PAK","country_code":"PK"}}]}`,
	"geocode.earth": `{"features":[{"geometry":{"type":"Point","coordinates":[71.0847,34.1147]},"properties":{"gid":"whosonfirst:locality:1","layer":"locality","name":"Torkham","label":"Torkham, Pakistan","country":"Pakistan","country_code":"PK"}}]}`,
	"google":        `{"results":[{"formatted_address":"Torkham, Pakistan","place_id":"ChIJ","types":["locality","political"],"geometry":{"location":{"lat":34.1147,"lng":71.0847}},"address_components":[{"long_name":"Pakistan","short_name":"PK","types":["country","political"]}]}],"status":"OK"}`,
	"mapbox":        `{"features":[{"id":"place.1","place_type":["place"],"text":"Torkham","place_name":"Torkham, Khyber, Pakistan","center":[71.0847,34.1147],"context":[{"id":"country.1","short_code":"pk","text":"Pakistan"}]}]}`,
	"mapquest":      `{"results":[{"locations":[{"street":"","adminArea5":"Torkham","adminArea1":"PK","geocodeQuality":"CITY","latLng":{"lat":34.1147,"lng":71.0847}}]}]}`,
	"here":          `{"items":[{"title":"Torkham, Khyber, Pakistan","id":"here:cm:namedplace:1","resultType":"locality","localityType":"city","address":{"label":"Torkham, Khyber, Pakistan","countryCode":"PAK","countryName":"Pakistan"},"position":{"lat":34.1147,"lng":71.0847}}]}`,
	"tomtom":        `{"summary":{"query":"torkham"},"results":[{"type":"Geography","id":"PK/1","entityType":"Municipality","address":{"freeformAddress":"Torkham","country":"Pakistan","countryCode":"PK"},"position":{"lat":34.1147,"lon":71.0847}}]}`,
	"arcgis":        `{"candidates":[{"address":"Torkham, Pakistan","location":{"x":71.0847,"y":34.1147},"score":100,"attributes":{"Type":"City","Country":"PAK"}}]}`,
}

// nothing are the responses of each provider for an unknown name.
var nothing = map[string]string{
	"nominatim": `[]`, "locationiq": `[]`, "pickpoint": `[]`, "opencage": `{"results":[],"status":{"code":200}}`, "pelias": `{"features":[]}`,
	"geocode.earth": `{"features":[]}`, "google": `{"results":[],"status":"ZERO_RESULTS"}`, "mapbox": `{"features":[]}`, "mapquest": `{"results":[{"locations":[]}]}`,
	"here": `{"items":[]}`, "tomtom": `{"results":[]}`, "arcgis": `{"candidates":[]}`,
}

var today = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// online is a server that answers every question in one way.
type online struct {
	body     string
	status   int
	header   map[string]string
	requests []*url.URL
}

func (o *online) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	o.requests = append(o.requests, r.URL)
	for name, value := range o.header {
		w.Header().Set(name, value)
	}
	if o.status != 0 {
		w.WriteHeader(o.status)
	}
	fmt.Fprint(w, o.body)
}

// provider returns a provider whose requests go to a test server.
func provider(t *testing.T, name string, o http.Handler) (*Provider, *http.Client) {
	t.Helper()
	server := httptest.NewServer(o)
	t.Cleanup(server.Close)
	p, err := NewProvider(Settings{Name: name, Key: "s e&cret", URL: server.URL + "/", PerSecond: 1000})
	if err != nil {
		t.Fatal(err)
	}
	return p, server.Client()
}

func clock() time.Time { return today }

func TestProviders(t *testing.T) {
	for _, d := range Providers() {
		t.Run(d.Name, func(t *testing.T) {
			o := &online{body: answers[d.Name]}
			p, client := provider(t, d.Name, o)
			c := &Chain{Providers: []*Provider{p}, Client: client, Now: clock}
			a, err := c.Geocode(t.Context(), " Torkham\u00a0Gate & Co\n", "pk")
			if err != nil {
				t.Fatal(err)
			}
			if a.Point != (orb.Point{71.0847, 34.1147}) || a.Name != "Torkham" || a.Provider != d.Name || !a.Fetched.Equal(today) || a.ID == "" {
				t.Errorf("answer = %+v", a)
			}
			if a.Kind.Precision() != geo.PrecisionSettlement && d.Name != "tomtom" {
				t.Errorf("kind = %v", a.Kind)
			}
			if a.Country != "PK" && d.Name != "here" && d.Name != "arcgis" {
				t.Errorf("country = %q", a.Country)
			}
			q := o.requests[0]
			sent := q.Path + "?" + q.RawQuery
			decoded, err := url.QueryUnescape(sent)
			if err != nil || !strings.Contains(decoded, "Torkham Gate & Co") || !strings.Contains(decoded, "PK") {
				t.Errorf("request for %s", sent)
			}
			if d.Keyed && !strings.Contains(decoded, "s e&cret") {
				t.Errorf("request without the key: %s", sent)
			}

			o.body = nothing[d.Name]
			if _, err := c.Geocode(t.Context(), "Nowhere", ""); !errors.Is(err, geo.ErrNotFound) {
				t.Errorf("of an unknown name: %v", err)
			}
			if last := o.requests[len(o.requests)-1].String(); strings.Contains(strings.ToLower(last), "countr") && d.Name != "arcgis" || strings.Contains(last, "[") {
				t.Errorf("the request without a country is %s", last)
			}
		})
	}
}

func TestChainRefusesBadAnswers(t *testing.T) {
	for name, body := range map[string]string{
		"zero":         `[{"lat":"0","lon":"0","display_name":"X"}]`,
		"not a number": `[{"lat":"north","lon":"west","display_name":"X"}]`,
		"NaN":          `[{"lat":"NaN","lon":"1","display_name":"X"}]`,
		"infinite":     `[{"lat":"Inf","lon":"1","display_name":"X"}]`,
		"off Earth":    `[{"lat":"91","lon":"1","display_name":"X"}]`,
		"web page":     `<html>blocked</html>`,
		"wrong form":   `[{"lat":{},"lon":1}]`,
		"nothing":      ``,
		"endless":      `[{"lat":"1","lon":"1","display_name":"` + strings.Repeat("x", maxResponse) + `"}]`,
	} {
		t.Run(name, func(t *testing.T) {
			p, client := provider(t, "nominatim", &online{body: body})
			c := &Chain{Providers: []*Provider{p}, Client: client}
			a, err := c.Geocode(t.Context(), "X", "")
			var failed *ProviderError
			if !errors.As(err, &failed) || errors.Is(err, geo.ErrNotFound) || failed.Provider != "nominatim" {
				t.Errorf("Geocode = %+v, %v, want the provider to have failed", a, err)
			}
		})
	}
	// Parsers of geo-golang that index an empty list end the answer, not the program.
	for name, body := range map[string]string{
		"google": `{"status":"OK","results":[]}`,
		"pelias": `{"features":[{"geometry":{"coordinates":[1]}}]}`,
	} {
		p, client := provider(t, name, &online{body: body})
		if _, err := (&Chain{Providers: []*Provider{p}, Client: client}).Geocode(t.Context(), "X", ""); !errors.Is(err, geo.ErrInput) {
			t.Errorf("%s: %v, want its answer refused", name, err)
		}
	}
}

func TestChainGoesOn(t *testing.T) {
	failing := &online{status: http.StatusInternalServerError}
	empty := &online{body: nothing["opencage"]}
	knowing := &online{body: answers["google"]}
	abroad := &online{body: strings.ReplaceAll(answers["opencage"], `"pk"`, `"us"`)}
	first, client := provider(t, "nominatim", failing)
	second, _ := provider(t, "opencage", empty)
	third, _ := provider(t, "google", knowing)
	other, _ := provider(t, "opencage", abroad)

	a, err := (&Chain{Providers: []*Provider{first, second, other, third}, Client: client}).Geocode(t.Context(), "Torkham", "PK")
	if err != nil || a.Provider != "google" {
		t.Errorf("Geocode = %+v, %v, want Google's answer", a, err)
	}
	_, err = (&Chain{Providers: []*Provider{first, second}, Client: client}).Geocode(t.Context(), "Torkham", "PK")
	if errors.Is(err, geo.ErrNotFound) || !errors.Is(err, geo.ErrUnavailable) || !strings.Contains(err.Error(), "nominatim: it responded 500") {
		t.Errorf("Geocode = %v, want the failure of the first", err)
	}
	_, err = (&Chain{Providers: []*Provider{second, other}, Client: client}).Geocode(t.Context(), "Torkham", "PK")
	if !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("Geocode = %v, want that no geocoder found it", err)
	}
}

func TestProviderKeepsToItsLimit(t *testing.T) {
	for name, test := range map[string]struct {
		status int
		header string
		pause  time.Duration
	}{
		"too many":        {http.StatusTooManyRequests, "", defaultPause},
		"for some time":   {http.StatusTooManyRequests, "120", 2 * time.Minute},
		"until some time": {http.StatusTooManyRequests, today.Add(time.Hour).Format(http.TimeFormat), time.Hour},
		"quota":           {http.StatusPaymentRequired, "", quotaPause},
		"refused":         {http.StatusForbidden, "", quotaPause},
		"for ever":        {http.StatusTooManyRequests, "99999999", maxPause},
	} {
		t.Run(name, func(t *testing.T) {
			o := &online{status: test.status, header: map[string]string{"Retry-After": test.header}}
			p, client := provider(t, "nominatim", o)
			now := today
			c := &Chain{Providers: []*Provider{p}, Client: client, Now: func() time.Time { return now }}
			for range 2 {
				if _, err := c.Geocode(t.Context(), "Torkham", ""); !errors.As(err, new(*ProviderError)) {
					t.Errorf("Geocode = %v", err)
				}
			}
			now = now.Add(test.pause - time.Second)
			if _, err := c.Geocode(t.Context(), "Torkham", ""); err == nil {
				t.Error("an answer during the pause")
			}
			if len(o.requests) != 1 {
				t.Errorf("%d requests, want one", len(o.requests))
			}
			now = now.Add(2 * time.Second)
			o.status, o.body = 0, answers["nominatim"]
			if _, err := c.Geocode(t.Context(), "Torkham", ""); err != nil {
				t.Errorf("after the pause: %v", err)
			}
		})
	}

	p, client := provider(t, "nominatim", &online{body: answers["nominatim"]})
	p.limiter.SetLimit(0.001)
	c := &Chain{Providers: []*Provider{p}, Client: client, Timeout: time.Second}
	if _, err := c.Geocode(t.Context(), "Torkham", ""); err != nil {
		t.Error(err)
	}
	if _, err := c.Geocode(t.Context(), "Chaman", ""); !errors.Is(err, geo.ErrUnavailable) || !strings.Contains(err.Error(), "its rate limit is") {
		t.Errorf("the second request within the time = %v", err)
	}
}

// A provider that never answers costs the time limit and leaves nothing behind.
func TestChainIsTimeLimited(t *testing.T) {
	release := make(chan struct{})
	p, client := provider(t, "nominatim", http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
	}))
	defer close(release)
	c := &Chain{Providers: []*Provider{p}, Client: client, Timeout: 20 * time.Millisecond}
	if _, err := c.Geocode(t.Context(), "Torkham", ""); !errors.Is(err, geo.ErrUnavailable) || strings.Contains(err.Error(), "cret") {
		t.Errorf("Geocode = %v, want no answer in time, and no key in the reason", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Geocode(ctx, "Torkham", ""); !errors.Is(err, context.Canceled) {
		t.Errorf("Geocode = %v, want it cancelled", err)
	}
}

func TestCache(t *testing.T) {
	o := &online{body: answers["nominatim"]}
	p, client := provider(t, "nominatim", o)
	now := today
	dir := filepath.Join(t.TempDir(), "cache")
	c := &Chain{Providers: []*Provider{p}, Client: client, Cache: &Cache{Dir: dir}, Now: func() time.Time { return now }}
	first, err := c.Geocode(t.Context(), "Torkham", "PK")
	if err != nil {
		t.Fatal(err)
	}
	now = now.Add(300 * 24 * time.Hour)
	again, err := c.Geocode(t.Context(), "Torkham", "pk")
	if err != nil || again != first || !again.Fetched.Equal(today) || len(o.requests) != 1 {
		t.Errorf("from the cache: %+v, %v after %d requests, want %+v after one", again, err, len(o.requests), first)
	}
	now = now.Add(100 * 24 * time.Hour)
	if _, err = c.Geocode(t.Context(), "Torkham", "PK"); err != nil || len(o.requests) != 2 {
		t.Errorf("an old answer: %v after %d requests, want another request", err, len(o.requests))
	}

	o.body = nothing["nominatim"]
	for range 2 {
		if _, err := c.Geocode(t.Context(), "Nowhere", ""); !errors.Is(err, geo.ErrNotFound) {
			t.Error(err)
		}
	}
	if len(o.requests) != 3 {
		t.Errorf("%d requests for an unknown name, want one", len(o.requests)-2)
	}

	o.status = http.StatusBadGateway
	for range 2 {
		if _, err := c.Geocode(t.Context(), "Elsewhere", ""); err == nil {
			t.Error("an answer of a broken server")
		}
	}
	if len(o.requests) != 5 {
		t.Error("a failure was kept as if it were an answer")
	}

	// A file that somebody broke is as good as none.
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.json"))
	if err != nil || len(files) != 2 {
		t.Fatalf("files = %v, %v", files, err)
	}
	o.status, o.body = 0, answers["nominatim"]
	for _, f := range files {
		var k cacheEntry
		b, err := os.ReadFile(f)
		if err != nil || json.Unmarshal(b, &k) != nil || k.Provider != "nominatim" || k.Fetched.IsZero() {
			t.Errorf("cached: %s, %v", b, err)
		}
		if err := os.WriteFile(f, []byte(`{"found":true}`), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.Geocode(t.Context(), "Torkham", "PK"); err != nil || len(o.requests) != 6 {
		t.Errorf("with a broken file: %v", err)
	}
}

func TestChainSendsNamesOnly(t *testing.T) {
	o := &online{}
	p, client := provider(t, "nominatim", o)
	c := &Chain{Providers: []*Provider{p}, Client: client}
	for _, name := range []string{"", "  ", "1234", "?!", strings.Repeat("long ", 50)} {
		if _, err := c.Geocode(t.Context(), name, ""); !errors.Is(err, geo.ErrInput) && !errors.Is(err, geo.ErrTooLarge) {
			t.Errorf("Geocode(%q) = %v, want it refused", name, err)
		}
	}
	if _, err := c.Geocode(t.Context(), "Kabul", "Afghanistan"); !errors.Is(err, geo.ErrInput) {
		t.Errorf("country by name: %v, want it refused", err)
	}
	if len(o.requests) > 0 {
		t.Errorf("requests: %v", o.requests)
	}
}

func TestNewProviderRefuses(t *testing.T) {
	for _, s := range []Settings{
		{Name: "nobody"}, {Name: "google"}, {Name: "pelias"}, {Name: "nominatim", URL: "ftp://x"}, {Name: "nominatim", URL: "geocoder"},
		{Name: "nominatim", URL: "http://x?y=1"}, {Name: "nominatim", PerSecond: -1},
	} {
		if p, err := NewProvider(s); err == nil {
			t.Errorf("NewProvider(%+v) = %+v, want an error", s, p)
		}
	}
	for _, s := range services {
		if s.url != "" && !strings.HasPrefix(s.url, "https://") {
			t.Errorf("%s is requested without encryption", s.name)
		}
	}
}

func FuzzResult(f *testing.F) {
	for _, s := range services {
		f.Add(s.name, []byte(answers[s.name]))
		f.Add(s.name, []byte(nothing[s.name]))
	}
	f.Fuzz(func(t *testing.T, name string, body []byte) {
		p, err := NewProvider(Settings{Name: name, Key: "k", URL: "http://x"})
		if err != nil {
			return
		}
		a, err := p.parse(body)
		if err != nil {
			return
		}
		if !(a.Point[1] >= -90 && a.Point[1] <= 90 && a.Point[0] >= -180 && a.Point[0] <= 180) || a.Point == (orb.Point{}) || a.ID == "" {
			t.Errorf("answer %+v", a)
		}
	})
}
