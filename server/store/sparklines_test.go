package store_test

import (
	"slices"
	"time"

	"dateline/geo"
	"dateline/server/store"

	"pgregory.net/rapid"
)

// checkSparklines compares the mentions of places in equal parts of the days of publication, and the places by which a view is framed.
func (b *brute) checkSparklines(t *rapid.T, r *store.Result, rows []store.PlaceRow) {
	got, err := r.Sparklines(ctx, rows)
	if err != nil {
		t.Fatal(err)
	}
	again, err := r.Sparklines(ctx, rows) // cached
	if err != nil || !slices.EqualFunc(got, again, slices.Equal[[]uint32]) {
		t.Fatalf("the second time the parts are %v, before %v: %v", again, got, err)
	}
	days := map[geo.PlaceID][]int{}
	first, last, index := 0, 0, 0
	for _, p := range b.all {
		day := 0
		if at, err := time.Parse(time.DateOnly, p.Article.Published[:min(10, len(p.Article.Published))]); err == nil {
			day = 1_000_000 + int(at.Unix()/(24*60*60)) // above 0
		}
		for range p.Mentions {
			m := &b.mentions[index]
			index++
			if len(m.fails) > 0 || m.place == nil || day == 0 {
				continue
			}
			days[m.place.ID] = append(days[m.place.ID], day)
			if first == 0 || day < first {
				first = day
			}
			last = max(last, day)
		}
	}
	if last <= first {
		if got != nil {
			t.Fatalf("parts %v of mentions of one day", got)
		}
		return
	}
	for i := range rows {
		want := make([]uint32, 12)
		for _, day := range days[rows[i].ID] {
			want[(day-first)*12/(last-first+1)]++
		}
		if !slices.Equal(got[i], want) {
			t.Fatalf("mentions of %s by days are %v, want %v", rows[i].ID, got[i], want)
		}
	}
	most := r.MostMentioned(2)
	for i, p := range most {
		at := slices.IndexFunc(rows, func(row store.PlaceRow) bool { return row.Key == p.Key })
		if at < 0 || rows[at].Point != p.Point || rows[at].Precision != p.Precision || rows[i].Mentions != p.Mentions {
			t.Fatalf("the most mentioned places are %+v, want the first of %+v", most, rows)
		}
	}
	if len(most) != min(2, len(rows)) {
		t.Fatalf("%d places, want 2 of %d", len(most), len(rows))
	}
}
