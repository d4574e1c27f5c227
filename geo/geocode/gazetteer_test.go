package geocode

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/gazetteer"

	"github.com/paulmach/orb"
)

// few is a gazetteer of a few places; the countries come first.
type few []struct {
	names   string // normalised, separated by |
	written string // abbreviation
	place   geo.Place
	in      []gazetteer.Ref // country, first- and second-level area
}

var fewPlaces = few{
	{"france", "FR", geo.Place{Name: "France", Kind: geo.KindCountry, Country: "FR", Point: orb.Point{2, 46}}, nil},
	{"united states|america", "U.S.", geo.Place{Name: "United States", Kind: geo.KindCountry, Country: "US", Point: orb.Point{-98.5, 39.8}}, nil},
	{"texas", "TX", geo.Place{Name: "Texas", Kind: geo.KindAdmin1, Country: "US", Point: orb.Point{-99, 31}}, []gazetteer.Ref{1}},
	{"paris", "", geo.Place{Name: "Paris", Kind: geo.KindSettlement, Country: "FR", CountryName: "France", Point: orb.Point{2.3488, 48.85341}}, []gazetteer.Ref{0}},
	{"paris", "", geo.Place{Name: "Paris", Kind: geo.KindSettlement, Country: "US", CountryName: "United States", Point: orb.Point{-95.55551, 33.66094}}, []gazetteer.Ref{1, 2}},
}

func (f few) find(match func(i int) bool, dst []gazetteer.NameRef) []gazetteer.NameRef {
	for i := range f {
		if match(i) {
			dst = append(dst, gazetteer.NameRef{Ref: gazetteer.Ref(i)})
		}
	}
	return dst
}

func (f few) Lookup(dst []gazetteer.NameRef, name []byte) []gazetteer.NameRef {
	return f.find(func(i int) bool { return slices.Contains(strings.Split(f[i].names, "|"), string(name)) }, dst)
}

func (f few) LookupWritten(dst []gazetteer.NameRef, written string) []gazetteer.NameRef {
	return f.find(func(i int) bool { return f[i].written != "" && f[i].written == written }, dst)
}

func (f few) Record(r gazetteer.Ref) gazetteer.Record {
	out := gazetteer.Record{Point: f[r].place.Point, Kind: f[r].place.Kind, CountryRef: gazetteer.NoRef, Admin1: gazetteer.NoRef, Admin2: gazetteer.NoRef}
	for i, slot := range []*gazetteer.Ref{&out.CountryRef, &out.Admin1, &out.Admin2} {
		if i < len(f[r].in) {
			*slot = f[r].in[i]
		}
	}
	return out
}

func (f few) Place(r gazetteer.Ref) geo.Place { return f[r].place }

func (f few) Inside(p orb.Point) (country, admin1 gazetteer.Ref) {
	if (orb.Bound{Min: orb.Point{-106, 26}, Max: orb.Point{-94, 36}}).Contains(p) {
		return 1, 2
	}
	return gazetteer.NoRef, gazetteer.NoRef
}

func (f few) Within(b orb.Bound, limit int) []gazetteer.Ref {
	var refs []gazetteer.Ref
	for i := range f {
		if f[i].place.Kind == geo.KindSettlement && b.Contains(f[i].place.Point) && len(refs) < limit {
			refs = append(refs, gazetteer.Ref(i))
		}
	}
	return refs
}

func TestGazetteerGeocode(t *testing.T) {
	g := Gazetteer{fewPlaces}
	for address, want := range map[string]*orb.Point{
		"Paris":                       {2.3488, 48.85341},
		" PARIS ,  Texas":             {-95.55551, 33.66094},
		"Paris, TX":                   {-95.55551, 33.66094},
		"Paris, Texas, United States": {-95.55551, 33.66094},
		"Paris, FR":                   {2.3488, 48.85341},
		"Texas":                       {-99, 31},
		"TX":                          {-99, 31},
		"Paris, Texas, France":        nil,
		"Paris, Nowhere":              nil,
		"Nowhere":                     nil,
		"":                            nil,
		",":                           nil,
	} {
		got, err := g.Geocode(address)
		switch {
		case err != nil:
			t.Errorf("Geocode(%q): %v", address, err)
		case (got == nil) != (want == nil), got != nil && (orb.Point{got.Lng, got.Lat}) != *want:
			t.Errorf("Geocode(%q) = %v, want %v", address, got, want)
		}
	}
}

func TestGazetteerReverseGeocode(t *testing.T) {
	g := Gazetteer{fewPlaces}
	for _, test := range []struct {
		lat, lng float64
		want     string
	}{
		{33.7, -95.5, "Paris, Texas, United States"},
		{30, -100, "Texas, United States"},
		{48.8, 2.4, "Paris, France"},
		{0, -30, ""},
	} {
		got, err := g.ReverseGeocode(test.lat, test.lng)
		if err != nil || (got == nil) != (test.want == "") || got != nil && got.FormattedAddress != test.want {
			t.Errorf("ReverseGeocode(%v, %v) = %+v, %v, want %q", test.lat, test.lng, got, err, test.want)
		}
	}
	for _, bad := range [][2]float64{{91, 0}, {0, 181}, {math.NaN(), 0}, {0, math.Inf(-1)}} {
		if _, err := g.ReverseGeocode(bad[0], bad[1]); !errors.Is(err, geo.ErrInput) {
			t.Errorf("ReverseGeocode(%v) = %v, want an error", bad, err)
		}
	}
}
