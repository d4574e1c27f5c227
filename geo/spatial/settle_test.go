package spatial_test

import (
	"testing"

	"dateline/geo"
	"dateline/geo/spatial"

	"github.com/paulmach/orb"
)

// TestSubjectOfDistance checks that a place is resolved by where the text describes it.
func TestSubjectOfDistance(t *testing.T) {
	settlement := func(id string, lon, lat float64) geo.Candidate {
		return geo.Candidate{Place: geo.Place{ID: geo.PlaceID(id), Name: id, Kind: geo.KindSettlement, Point: orb.Point{lon, lat}}}
	}
	far, near := settlement("far", 25.4, 49), settlement("near", 37.7, 48.4)
	anchor := settlement("anchor", 37.7, 48.53)
	for name, c := range map[string]struct {
		text       string
		scores     []float64 // of the candidates far and near
		decided    bool
		want       string
		wantReason string
	}{
		"another place of its name": {"[Yablunivka], 12 kilometers south of [Kostiantynivka], was hit. [Yablunivka] burned.", []float64{.7, .1}, false, "near", "described in the text as 12 kilometers south of Kostiantynivka"},
		"no place of its name":      {"[Yablunivka], 12 kilometers south of [Kostiantynivka], was hit. [Yablunivka] burned.", []float64{.7}, false, "", `no place called "Yablunivka" in the gazetteer is 12 kilometers south of Kostiantynivka`},
		"decided by an editor":      {"[Yablunivka], 12 kilometers south of [Kostiantynivka], was hit. [Yablunivka] burned.", []float64{1, 0}, true, "far", ""},
		"no distance":               {"[Yablunivka], south of [Kostiantynivka], was hit. [Yablunivka] burned.", []float64{.7, .1}, false, "far", ""},
	} {
		article, rec := recognition(c.text)
		spatial.Find(article, rec)
		p := &geo.Parsed{Article: *article, Mentions: rec.Mentions, Resolutions: make([]geo.Resolution, len(rec.Mentions))}
		candidates := []geo.Candidate{far, near}[:len(c.scores)]
		for i := range candidates {
			candidates[i].Score = c.scores[i]
		}
		subject := geo.Resolution{Outcome: geo.OutcomePlaced, Place: &candidates[0].Place, Probability: c.scores[0], Candidates: candidates}
		p.Resolutions[0], p.Resolutions[2] = subject, subject
		p.Resolutions[1] = geo.Resolution{Outcome: geo.OutcomePlaced, Place: &anchor.Place, Probability: .9}
		spatial.Locator{}.Locate(p)
		for _, i := range []int{0, 2} {
			r := &p.Resolutions[i]
			got, reason := "", ""
			if r.Place != nil {
				got = string(r.Place.ID)
			}
			if len(r.Why) > 0 {
				reason = r.Why[0]
			}
			if got != c.want || reason != c.wantReason {
				t.Errorf("%s: mention %d is %q because of %q, want %q because of %q", name, i, got, reason, c.want, c.wantReason)
			}
			sum := 0.0
			for _, x := range r.Candidates {
				sum += x.Score
			}
			if sum > 1 {
				t.Errorf("%s: the scores sum to %g", name, sum)
			}
		}
	}
}
