package main

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/geocode"

	"github.com/adrg/xdg"
	geogolang "github.com/codingsince1985/geo-golang"
)

// qaryatzzan is a response of Nominatim with a village that is not in the gazetteer.
const qaryatzzan = `[{"osm_type":"node","osm_id":7,"lat":"34.1","lon":"69.3","category":"place","class":"place","type":"village","addresstype":"village",` +
	`"name":"Qaryatzzan","display_name":"Qaryatzzan, Kabul, Afghanistan","address":{"country":"Afghanistan","country_code":"af"}}]`

// outside starts a server with a news page and Nominatim, and returns its URL and a
// function that returns the requests.
func outside(t *testing.T) (address string, requests func() string) {
	t.Helper()
	var log strings.Builder
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		log.WriteString(r.URL.String() + "\n")
		switch r.URL.Path {
		case "/story":
			_, _ = io.WriteString(w, "<html><title>A bridge</title><article><p>A bridge fell in the village of Qaryatzzan near Kabul, Afghanistan, on Monday.</p>"+
				"<p>Afghan officials in Kabul said the village of Qaryatzzan was cut off. Afghanistan has few engineers.</p></article></html>")
		case "/search":
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, qaryatzzan)
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	t.Cleanup(s.Close)
	return s.URL, log.String
}

func TestGeocoderLooksUpMissingNames(t *testing.T) {
	if !built(t) {
		t.Skip("the gazetteer or the models are not built: run make")
	}
	t.Cleanup(xdg.Reload) // after the variable has its old value again
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	xdg.Reload()
	address, requests := outside(t)
	story := filepath.Join(t.TempDir(), "story.txt")
	if err := os.WriteFile(story, []byte("A bridge fell in the village of Qaryatzzan in Afghanistan, officials in Kabul said. Afghanistan has few engineers."), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if code := run([]string{"geoparse", "--layer", "mentions", "--geocoder", "nominatim@" + address, story}, nil, &out, &errs); code != 0 {
		t.Fatalf("status %d: %s", code, errs.String())
	}
	for _, want := range []string{`nominatim:node/7`, `found by nominatim on`, `"© OpenStreetMap contributors"`, ` + nominatim"`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the layer lacks %s", want)
		}
	}
	if !strings.Contains(requests(), "Qaryatzzan") || strings.Contains(requests(), "bridge") {
		t.Errorf("requests %q", requests())
	}
}

func TestPrivateAddressesMustBeAllowed(t *testing.T) {
	if !built(t) {
		t.Skip("the gazetteer or the models are not built: run make")
	}
	address, _ := outside(t)
	var out, errs bytes.Buffer
	if code := run([]string{"geoparse", address + "/story"}, nil, &out, &errs); code != exitFailed || !strings.Contains(errs.String(), "not a public address") {
		t.Errorf("status %d: %s", code, errs.String())
	}
	out.Reset()
	if code := run([]string{"geoparse", "--allow-private-address", "127.0.0.1", address + "/story"}, nil, &out, &errs); code != exitDone || !strings.Contains(out.String(), "Kabul") {
		t.Errorf("status %d: %s\n%s", code, errs.String(), out.String())
	}
}

// The built-in gazetteer implements the geocoder of geo-golang.
func TestGazetteerAsGeocoder(t *testing.T) {
	p, err := openParser("")
	if errors.Is(err, geo.ErrUnavailable) {
		t.Skip("the gazetteer or the models are not built: run make")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	var g geogolang.Geocoder = geocode.Gazetteer{Places: p.Gazetteer}
	for address, want := range map[string]string{
		"Kabul": "Kabul, Kabul, Afghanistan", "Paris, Texas": "Paris, Texas, United States", "Paris": "Paris, Île-de-France, France",
	} {
		at, err := g.Geocode(address)
		if err != nil || at == nil {
			t.Errorf("Geocode(%q) = %v, %v", address, at, err)
			continue
		}
		if back, err := g.ReverseGeocode(at.Lat, at.Lng); err != nil || back == nil || back.FormattedAddress != want {
			t.Errorf("%q is at %v, where %+v, %v is found, want %q", address, at, back, err, want)
		}
	}
	if at, err := g.Geocode("Qaryatzzan"); at != nil || err != nil {
		t.Errorf("Geocode of no place = %v, %v", at, err)
	}
}
