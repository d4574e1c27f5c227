package geocode

import (
	"errors"
	"io/fs"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/geocode/credits"
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

func TestKeysInFiles(t *testing.T) {
	for name, test := range map[string]struct {
		content, key string
		fails        bool
	}{
		"a key":      {"secret\n", "secret", false},
		"two":        {"secret\nother\n", "", true},
		"nothing":    {"\n", "", true},
		"a big file": {strings.Repeat("x", maxKey+1), "", true},
	} {
		file := filepath.Join(t.TempDir(), "key")
		if err := os.WriteFile(file, []byte(test.content), 0o600); err != nil {
			t.Fatal(err)
		}
		env := map[string]string{"DATELINE_GOOGLE_KEY_FILE": file}
		c, err := NewChain(Config{Geocoders: []string{"google"}, Getenv: func(name string) string { return env[name] }})
		switch {
		case test.fails && !errors.Is(err, geo.ErrInput), !test.fails && (err != nil || c.Providers[0].key != test.key):
			t.Errorf("%s: %+v, %v", name, c, err)
		case err != nil && strings.Contains(err.Error(), "secret"):
			t.Errorf("%s: the key is in %q", name, err)
		}
	}
	missing := func(name string) string {
		if strings.HasSuffix(name, "_FILE") {
			return filepath.Join(t.TempDir(), "missing")
		}
		return ""
	}
	if _, err := NewChain(Config{Geocoders: []string{"google"}, Getenv: missing}); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "DATELINE_GOOGLE_KEY_FILE") {
		t.Errorf("no such file: %v", err)
	}
}

func TestCheckChoice(t *testing.T) {
	for chosen, want := range map[string]error{
		"nominatim": nil, "nominatim@http://nominatim.lan:8080": nil, "google": nil, "pelias@https://pelias.example": nil,
		"pelias": geo.ErrInput, "nominatim@nominatim.lan": geo.ErrInput, "somebody": geo.ErrNotFound, "": geo.ErrNotFound,
	} {
		if err := CheckName(chosen); !errors.Is(err, want) {
			t.Errorf("CheckName(%q) = %v, want %v", chosen, err, want)
		}
	}
}

func TestEveryProviderHasCredits(t *testing.T) {
	for i := range services {
		if !credits.Known(services[i].name) {
			t.Errorf("package credits has no attribution of %s", services[i].name)
		}
	}
}
