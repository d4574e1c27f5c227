package geocode

import (
	"errors"
	"net/http/httptest"
	"strings"
	"testing"

	"dateline/geo"
)

func TestNewChain(t *testing.T) {
	own := httptest.NewServer(&online{body: answers["nominatim"]})
	defer own.Close()
	env := map[string]string{"DATELINE_GOOGLE_KEY": "secret", "DATELINE_GEOCODE_EARTH_KEY": "secret"}
	getenv := func(name string) string { return env[name] }

	c, err := NewChain(Config{Geocoders: []string{"nominatim@" + own.URL, "google", "geocode.earth"}, Getenv: getenv, CacheDir: t.TempDir()})
	if err != nil || len(c.Providers) != 3 || c.Providers[1].key != "secret" || c.Cache == nil {
		t.Fatalf("NewChain = %+v, %v", c, err)
	}
	if a, err := c.Geocode(t.Context(), "Torkham", "PK"); err != nil || a.Provider != "nominatim" {
		t.Errorf("one's own geocoder at a private address: %+v, %v", a, err)
	}

	// The address is allowed because it was written down, not because it is there.
	elsewhere, err := NewChain(Config{Geocoders: []string{"nominatim"}, Getenv: getenv})
	if err != nil {
		t.Fatal(err)
	}
	elsewhere.Providers[0].base = own.URL
	if _, err := elsewhere.Geocode(t.Context(), "Torkham", "PK"); !errors.Is(err, geo.ErrForbidden) {
		t.Errorf("a private address that nobody wrote down: %v", err)
	}

	if _, err := NewChain(Config{Geocoders: []string{"mapbox"}, Getenv: getenv}); err == nil || !strings.Contains(err.Error(), "DATELINE_MAPBOX_KEY") {
		t.Errorf("without a key: %v", err)
	}
	if _, err := NewChain(Config{Geocoders: []string{"somebody"}, Getenv: getenv}); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("unknown: %v", err)
	}
	if c, err := NewChain(Config{Getenv: getenv}); err != nil || len(c.Providers) != 0 {
		t.Errorf("nobody chosen: %+v, %v", c, err)
	}
}
