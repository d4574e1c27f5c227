package locale_test

import (
	"testing"

	"dateline/geo/gazetteer"
	"dateline/geo/geometry"
	"dateline/geo/internal/locale"
	"dateline/geo/internal/rank/ranktest"
)

func TestLocale(t *testing.T) {
	for _, test := range []struct {
		publisher, country string
		places             int
	}{
		{"www.parisnews.com", "", 3}, {"https://www.batonrougeadvocate.com/news", "", 1}, {"The Toronto Star", "", 1}, {"example.co.uk", "GB", 0},
		{"egypttoday.example", "EG", 0}, {"thealexandriatimes.example", "", 3}, {"news.io", "", 0}, {"", "", 0}, {"Nowhere Gazette", "", 0},
	} {
		var country string
		var places int
		if l := new(locale.Cache).Get(ranktest.Gazetteer(t), test.publisher); l != nil {
			country, places = l.Country, l.Places()
		}
		if country != test.country || places != test.places {
			t.Errorf("%s: country %q, %d places, want %q, %d", test.publisher, country, places, test.country, test.places)
		}
	}
}

func TestNear(t *testing.T) {
	g := ranktest.Gazetteer(t)
	l := locale.Find(g, "The Toronto Star")
	ref := g.Lookup(nil, []byte("toronto"))[0].Ref
	r := g.Record(ref)
	if nearness, admin1 := l.Near(geometry.NewVector(r.Point[0], r.Point[1]), r.Admin1); nearness != 1 || admin1 != 1 {
		t.Errorf("Toronto is near by %v, its area by %v", nearness, admin1)
	}
	if nearness, admin1 := l.Near(geometry.NewVector(100, -40), gazetteer.NoRef); nearness != 0 || admin1 != 0 {
		t.Errorf("the other side of the Earth is near by %v, %v", nearness, admin1)
	}
}
