package geocode

import (
	"bytes"
	"errors"
	"iter"
	"math"
	"testing"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/compile"
	"dateline/geo/gazetteer/source"

	"github.com/paulmach/orb"
)

// few is a source of a few places.
type few []source.Entry

func (few) Info() gazetteer.SourceInfo { return gazetteer.SourceInfo{Name: "a few"} }

func (f few) Entries() iter.Seq2[source.Entry, error] {
	return func(yield func(source.Entry, error) bool) {
		for _, e := range f {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func box(west, south, east, north float64) orb.MultiPolygon {
	return orb.MultiPolygon{{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}}}
}

func fewPlaces(t *testing.T) Gazetteer {
	t.Helper()
	place := func(id, name string, kind geo.Kind, country string, lon, lat float64, population int64) source.Entry {
		return source.Entry{Place: geo.Place{ID: geo.PlaceID("geonames:" + id), Name: name, Kind: kind, Country: country, Point: orb.Point{lon, lat}, Population: population}}
	}
	france := place("1", "France", geo.KindCountry, "FR", 2, 46, 67e6)
	france.Place.Codes = map[string]string{"iso": "FR"}
	states := place("2", "United States", geo.KindCountry, "US", -98.5, 39.8, 327e6)
	states.Place.Codes = map[string]string{"iso": "US"}
	states.Names = []source.Name{{Text: "U.S.", Kind: gazetteer.NameAbbreviation}, {Text: "American", Kind: gazetteer.NameDemonym}}
	states.Area = box(-125, 25, -67, 49)
	texas := place("3", "Texas", geo.KindAdmin1, "US", -99, 31, 29e6)
	texas.Admin1Code = "TX"
	texas.Names = []source.Name{{Text: "TX", Kind: gazetteer.NameAbbreviation}}
	texas.Area = box(-106, 26, -94, 36)
	inFrance := place("4", "Paris", geo.KindSettlement, "FR", 2.3488, 48.85341, 2e6)
	inTexas := place("5", "Paris", geo.KindSettlement, "US", -95.55551, 33.66094, 25e3)
	inTexas.Admin1Code = "TX"
	var b bytes.Buffer
	if _, err := compile.Gazetteer(t.Context(), &b, []source.Source{few{france, states, texas, inFrance, inTexas}}, compile.Options{}); err != nil {
		t.Fatal(err)
	}
	g, err := gazetteer.FromBytes(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return Gazetteer{g}
}

func TestGazetteerGeocode(t *testing.T) {
	g := fewPlaces(t)
	for address, want := range map[string]*orb.Point{
		"Paris":                       {2.3488, 48.85341},
		" PARIS ,  Texas":             {-95.55551, 33.66094},
		"Paris, TX":                   {-95.55551, 33.66094},
		"Paris, Texas, United States": {-95.55551, 33.66094},
		"Paris, Texas, U.S.":          {-95.55551, 33.66094},
		"Paris, France":               {2.3488, 48.85341},
		"Texas":                       {-99, 31},
		"TX":                          {-99, 31},
		"American":                    nil,
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
		case (got == nil) != (want == nil), got != nil && math.Hypot(got.Lng-want[0], got.Lat-want[1]) > 1e-4:
			t.Errorf("Geocode(%q) = %v, want %v", address, got, want)
		}
	}
}

func TestGazetteerReverseGeocode(t *testing.T) {
	g := fewPlaces(t)
	for _, test := range []struct {
		lat, lng float64
		want     string
	}{
		{33.7, -95.5, "Paris, Texas, United States"},
		{30, -100, "Texas, United States"},
		{40, -80, "United States"},
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
