package geocode

import (
	"testing"

	"dateline/geo"
)

func TestCredits(t *testing.T) {
	at := func(id geo.PlaceID) geo.Resolution { return geo.Resolution{Place: &geo.Place{ID: id}} }
	parsed := []*geo.Parsed{
		{Resolutions: []geo.Resolution{at("geonames:1"), {Outcome: geo.OutcomeMissing}, at("google:x")}},
		{Resolutions: []geo.Resolution{{Candidates: []geo.Candidate{{Place: geo.Place{ID: "nominatim:node/1"}}}}, at("google:y")}},
	}
	got := Credits(parsed)
	if len(got) != 2 || got[0].Attribution != "© OpenStreetMap contributors" || got[0].Licence != "ODbL-1.0" || got[1].Attribution != "Google Maps" {
		t.Errorf("Credits = %+v", got)
	}
	if got := Credits(parsed[:1]); len(got) != 1 {
		t.Errorf("Credits of the first = %+v", got)
	}
	for i := range services {
		if services[i].credit.attribution == "" {
			t.Errorf("nothing is said of %s", services[i].name)
		}
	}
}
