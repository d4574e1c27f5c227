package credits_test

import (
	"testing"

	"dateline/geo"
	"dateline/geo/geocode/credits"
)

func TestOf(t *testing.T) {
	at := func(id geo.PlaceID) geo.Resolution { return geo.Resolution{Place: &geo.Place{ID: id}} }
	parsed := []*geo.Parsed{
		{Resolutions: []geo.Resolution{at("geonames:1"), {Outcome: geo.OutcomeMissing}, at("google:x")}},
		{Resolutions: []geo.Resolution{{Candidates: []geo.Candidate{{Place: geo.Place{ID: "nominatim:node/1"}}}}, at("google:y")}},
	}
	got := credits.Of(parsed)
	if len(got) != 2 || got[0].Attribution != "© OpenStreetMap contributors" || got[0].License != "ODbL-1.0" || got[1].Attribution != "Google Maps" {
		t.Errorf("Of = %+v", got)
	}
	if got := credits.Of(parsed[:1]); len(got) != 1 {
		t.Errorf("Of the first = %+v", got)
	}
}
