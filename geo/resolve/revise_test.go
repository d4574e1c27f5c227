package resolve_test

import (
	"reflect"
	"testing"

	"dateline/geo"
	"dateline/geo/internal/rank/ranktest"
	"dateline/geo/resolve"
)

// batch parses texts of one publisher, in the order given.
func batch(t *testing.T, r *resolve.Resolver, publisher string, texts ...string) []*geo.Parsed {
	t.Helper()
	var out []*geo.Parsed
	for _, text := range texts {
		a, rec := ranktest.Annotated(text)
		a.Publisher = publisher
		resolutions, focus, err := r.Resolve(t.Context(), a, rec)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, &geo.Parsed{Article: *a, Mentions: rec.Mentions, Resolutions: resolutions, Focus: focus})
	}
	return out
}

var louisiana = []string{
	"[Baton Rouge] and [Pineville] agreed.", "A road from [Pineville] to [Baton Rouge], [Louisiana], opened.",
	"Rain fell on [Pineville], [La.].", "[Baton Rouge] votes on Sunday.", "A man from [Alexandria] was charged.",
}

// A town comes nearer to being meant when the publisher's other articles play
// around it.
func TestRevise(t *testing.T) {
	r := resolve.New(ranktest.Model(t), ranktest.Gazetteer(t))
	const here = "geonames:4314550"
	score := func(p *geo.Parsed) float64 {
		for _, c := range p.Resolutions[0].Candidates {
			if c.Place.ID == here {
				return c.Score
			}
		}
		return 0
	}
	parsed := batch(t, r, "example.org", louisiana...)
	alone := score(parsed[4])
	if err := r.Revise(t.Context(), parsed, 2); err != nil {
		t.Fatal(err)
	}
	if together := score(parsed[4]); together <= alone || together < .3 {
		t.Errorf("Alexandria, Louisiana, scores %.3f alone and %.3f beside its publisher's other articles", alone, together)
	}
}

// The order of the articles and the number of workers change nothing, and an
// article without another of its publisher stays as it is.
func TestReviseOrder(t *testing.T) {
	r := resolve.New(ranktest.Model(t), ranktest.Gazetteer(t))
	forth, back := batch(t, r, "example.org", louisiana...), batch(t, r, "example.org", louisiana...)
	for i, j := 0, len(back)-1; i < j; i, j = i+1, j-1 {
		back[i], back[j] = back[j], back[i]
	}
	single := batch(t, r, "elsewhere.org", louisiana[4])
	before := single[0].Resolutions
	if err := r.Revise(t.Context(), append(forth, single...), 1); err != nil {
		t.Fatal(err)
	}
	if err := r.Revise(t.Context(), back, 4); err != nil {
		t.Fatal(err)
	}
	for i := range forth {
		if !reflect.DeepEqual(forth[i].Resolutions, back[len(back)-1-i].Resolutions) {
			t.Errorf("article %d depends on the order", i)
		}
	}
	if !reflect.DeepEqual(before, single[0].Resolutions) {
		t.Error("an article alone of its publisher was revised")
	}
}
