package resolve_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"testing"

	"dateline/geo"
	"dateline/geo/internal/rank/ranktest"
	"dateline/geo/resolve"

	"pgregory.net/rapid"
)

// batch resolves texts of one publisher.
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

// A town scores higher if the publisher's other articles are set around it.
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
		t.Errorf("Alexandria, Louisiana, scores %.3f alone and %.3f with its publisher's other articles", alone, together)
	}
}

// The result depends neither on the order of the articles nor on the number of workers,
// and the only article of a publisher is not revised.
func TestReviseOrder(t *testing.T) {
	r := resolve.New(ranktest.Model(t), ranktest.Gazetteer(t))
	want := batch(t, r, "example.org", louisiana...)
	single := batch(t, r, "elsewhere.org", louisiana[4])
	before := single[0].Resolutions
	if err := r.Revise(t.Context(), append(slices.Clone(want), single...), 1); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(before, single[0].Resolutions) {
		t.Error("the only article of a publisher was revised")
	}
	parsed := batch(t, r, "example.org", louisiana...)
	rapid.Check(t, func(t *rapid.T) {
		got := make([]*geo.Parsed, len(parsed))
		for i, p := range parsed {
			copied := *p
			got[i] = &copied
		}
		if err := r.Revise(context.Background(), rapid.Permutation(got).Draw(t, "order"), rapid.IntRange(1, 4).Draw(t, "workers")); err != nil {
			t.Fatal(err)
		}
		for i := range got {
			if !reflect.DeepEqual(got[i].Resolutions, want[i].Resolutions) {
				t.Errorf("article %d depends on the order", i)
			}
		}
	})
}

func TestReviseCancelled(t *testing.T) {
	r := resolve.New(ranktest.Model(t), ranktest.Gazetteer(t))
	parsed := batch(t, r, "example.org", louisiana...)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := r.Revise(ctx, parsed, 2); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
