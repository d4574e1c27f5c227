package resolve_test

import (
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/geometry"
	"dateline/geo/internal/rank/ranktest"
	"dateline/geo/resolve"

	"github.com/paulmach/orb"
)

// withCoordinates marks the mentions of a text that begin with a digit as coordinates.
func withCoordinates(text string) (*geo.Article, *geo.Recognition) {
	a, rec := ranktest.Annotated(text)
	for i := range rec.Mentions {
		if m := &rec.Mentions[i]; m.Phrase[0] >= '0' && m.Phrase[0] <= '9' {
			m.Role = geo.RoleCoordinates
		}
	}
	return a, rec
}

func TestCoordinates(t *testing.T) {
	a, rec := withCoordinates("[Paris], [33.7°N 95.5°W], [Texas]; then [95.5°N 69.1°E] and [34.5281, 69.1723], not [Kabul].")
	got, focus, err := resolve.New(ranktest.Model(t), ranktest.Gazetteer(t)).Resolve(t.Context(), a, rec)
	if err != nil {
		t.Fatal(err)
	}
	names, namesRec := ranktest.Annotated("[Paris], 33.7°N 95.5°W, [Texas]; then 95.5°N 69.1°E and 34.5281, 69.1723, not [Kabul].")
	want, wantFocus, err := resolve.New(ranktest.Model(t), ranktest.Gazetteer(t)).Resolve(t.Context(), names, namesRec)
	if err != nil {
		t.Fatal(err)
	}
	for k, i := range []int{0, 2, 5} {
		if got[i].Place.ID != want[k].Place.ID || got[i].Probability != want[k].Probability {
			t.Errorf("%q is %s with coordinates and %s without", rec.Mentions[i].Phrase, got[i].Place.ID, want[k].Place.ID)
		}
	}
	if len(focus) != len(wantFocus) {
		t.Errorf("%d places of focus with coordinates, %d without", len(focus), len(wantFocus))
	}
	r := got[4]
	if r.Outcome != geo.OutcomePlaced || r.Confidence != geo.ConfidenceCertain || r.Place.Kind != geo.KindCoordinates || r.Place.Name != "34.5281, 69.1723" || r.Place.ID != "geo:34.5281,69.1723" {
		t.Errorf("%+v of %+v", r, r.Place)
	}
	if km := geometry.Distance(r.Place.Point, orb.Point{69.1723, 34.5281}); km > 0.001 || r.Place.Kind.Precision() != geo.PrecisionSite || r.UncertaintyKM <= 0 || r.UncertaintyKM > 0.01 {
		t.Errorf("%g km away, uncertainty %g km", km, r.UncertaintyKM)
	}
	if why := strings.Join(r.Why, "; "); !strings.HasPrefix(why, "coordinates given in the text; the nearest place is Kabul, ") {
		t.Errorf("why %q", why)
	}
	if r := got[3]; r.Outcome != geo.OutcomeMissing || r.Place != nil || r.Why[0] != "coordinates given in the text are not in range: the latitude 95.5° is beyond 90°" {
		t.Errorf("out of range: %+v", r)
	}
}

func TestCoordinatesFollowDecisions(t *testing.T) {
	for decided, want := range map[geo.PlaceID]string{
		"":                    "-",
		"geonames:1138958":    "geonames:1138958",
		"geo:34.5281,69.1723": "geo:34.5281,69.1723",
	} {
		a, rec := withCoordinates("The blast at [34.5281, 69.1723] was loud.")
		decisions := func(*geo.Article, string) (geo.PlaceID, bool) { return decided, true }
		got, _, err := resolve.New(ranktest.Model(t), ranktest.Gazetteer(t), resolve.WithDecisions(decisions)).Resolve(t.Context(), a, rec)
		if err != nil {
			t.Fatal(err)
		}
		id := "-"
		if got[0].Place != nil {
			id = string(got[0].Place.ID)
		}
		if id != want || !strings.Contains(got[0].Why[0], "editor") {
			t.Errorf("decided %q: %s, %v", decided, id, got[0].Why)
		}
	}
}
