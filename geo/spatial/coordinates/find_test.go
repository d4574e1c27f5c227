package coordinates_test

import (
	_ "embed"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/geo/spatial/coordinates"
)

//go:embed testdata/near_misses.txt
var nearMisses string

func TestNearMisses(t *testing.T) {
	n := 0
	for line := range strings.Lines(nearMisses) {
		if strings.HasPrefix(line, "# ") {
			continue
		}
		n++
		for _, m := range coordinates.Find(line) {
			if !m.Partial {
				t.Errorf("%q: %q is %+v", line, m.Text(line), m)
			}
		}
	}
	if n < 150 {
		t.Errorf("only %d near misses", n)
	}
}

// What is written as coordinates but not on Earth has a problem and no point.
func TestNotInRange(t *testing.T) {
	for _, c := range []struct{ text, phrase, problem string }{
		{"at 95.1234°N, 69.1723°E", "95.1234°N, 69.1723°E", "the latitude 95.1234° is beyond 90°"},
		{"at 95°N 69°E", "95°N 69°E", "the latitude 95° is beyond 90°"},
		{"at latitude 95, longitude 12", "latitude 95, longitude 12", "the latitude 95° is beyond 90°"},
		{"at 34.5281°N, 190.5°E", "34.5281°N, 190.5°E", "the longitude 190.5° is beyond 180°"},
		{"at 95.1234, 69.1723", "95.1234, 69.1723", "the latitude 95.1234° is beyond 90°"},
		{"at 34°75′N 69°10′E", "34°75′N 69°10′E", "the minutes 75 are not below 60"},
		{"at 34°15′61″N 69°10′20″E", "34°15′61″N 69°10′20″E", "the seconds 61 are not below 60"},
		{"at 347541N 0691020E", "347541N 0691020E", "the minutes 75 are not below 60"},
		{"at -34.5281°N, 69.1723°E", "-34.5281°N, 69.1723°E", "a minus sign contradicts the hemisphere"},
		{"grid 38I MB 4595 8820", "38I MB 4595 8820", "MGRS has no latitude band I"},
		{"grid 38S OB 4595 8820", "38S OB 4595 8820", "the column O is not in UTM zone 38"},
		{"grid 38S MI 4595 8820", "38S MI 4595 8820", "MGRS has no row I"},
		{"MGRS 38DMB45958820", "38DMB45958820", "the square MB is not in latitude band D of zone 38"},
		{"grid reference 61S MB 4595 8820", "61S MB 4595 8820", "there is no UTM zone 61"},
		{"grid 38S MB 4595 882", "38S MB 4595 882", "easting and northing have different numbers of digits"},
		{"MGRS: 38S AB 4595 8820", "38S AB 4595 8820", "the column A is not in UTM zone 38"},
		{"UTM 38T 445950 3288200", "38T 445950 3288200", "the northing is not in latitude band T"},
		{"UTM 61N 445950 3688200", "61N 445950 3688200", "there is no UTM zone 61"},
		{"UTM 38N 945950 3688200", "38N 945950 3688200", "the easting is not between 100 and 900 kilometers"},
		{"geo:95,10", "geo:95,10", "the latitude 95° is beyond 90°"},
		{"geo:45,10;crs=epsg4326", "geo:45,10;crs=epsg4326", "the reference system is not WGS 84"},
		{"https://www.google.com/maps?q=95.5,12.25", "https://www.google.com/maps?q=95.5,12.25", "the latitude 95.5° is beyond 90°"},
		{"plus code GFVC9G8F+6W", "GFVC9G8F+6W", "the plus code is beyond the poles or the antimeridian"},
		{"grid Z AZ 12345 67890", "Z AZ 12345 67890", "the square AZ is not in the polar band Z"},
	} {
		found := coordinates.Find(c.text)
		if len(found) != 1 {
			t.Errorf("%q: %+v", c.text, found)
			continue
		}
		if m := found[0]; m.Text(c.text) != c.phrase || m.Problem != c.problem || m.Valid() || m.Point.Lat() != 0 || m.Point.Lon() != 0 {
			t.Errorf("%q: %q %+v, want %q", c.text, m.Text(c.text), m, c.problem)
		}
		if m, ok := coordinates.Parse(c.phrase); !ok || m.Problem != c.problem {
			t.Errorf("%q alone: %+v, want %q", c.phrase, m, c.problem)
		}
	}
}

// Halves of coordinates have no position, but no name is in them.
func TestPartial(t *testing.T) {
	for text, phrase := range map[string]string{
		"N 69°12' was reached":        "N 69°12'",
		"fighting at N 69°12′":        "N 69°12′",
		"they crossed 34°31'N today":  "34°31'N",
		"between 34°N and 36°N":       "34°N and 36°N",
		"grid MB 4595 8820 was hit":   "MB 4595 8820",
		"grid 38S MB was hit":         "38S MB",
		"at 38I MB 4595 8820 on time": "38I MB 4595 8820",
	} {
		found := coordinates.Find(text)
		if len(found) != 1 || !found[0].Partial || found[0].Valid() || found[0].Text(text) != phrase {
			t.Errorf("%q: %+v", text, found)
		}
	}
}

// Decimal commas need degree signs.
func TestDecimalComma(t *testing.T) {
	for text, want := range map[string][2]float64{
		"48,8584° N, 2,2945° E":      {48.8584, 2.2945},
		"54º 55,7' N 10º 30,0' E":    {54.928333, 10.5},
		"54°55′12,5″N, 10°30′00,0″E": {54.920139, 10.5},
	} {
		m, ok := coordinates.Parse(text)
		if !ok || math.Abs(m.Point.Lat()-want[0]) > 1e-6 || math.Abs(m.Point.Lon()-want[1]) > 1e-6 {
			t.Errorf("%q: %+v", text, m)
		}
	}
}

func TestSeveral(t *testing.T) {
	text := "From 34.5281, 69.1723 to 38S MB 4595 8820, then N 33° 18.912 E 44° 21.966 and 8J6FG5HC+6W; see geo:1.5,2.25."
	var got []string
	for _, m := range coordinates.Find(text) {
		got = append(got, m.Text(text))
	}
	if want := "34.5281, 69.1723|38S MB 4595 8820|N 33° 18.912 E 44° 21.966|8J6FG5HC+6W|geo:1.5,2.25"; strings.Join(got, "|") != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// The phrase of a match is parsed to the same match, and a longer one is not.
func TestParse(t *testing.T) {
	for _, p := range points(t) {
		found := coordinates.Find("at " + p.text + ".")
		if len(found) != 1 {
			continue // TestPoints
		}
		phrase := found[0].Text("at " + p.text + ".")
		m, ok := coordinates.Parse(phrase)
		if !ok || m.Point != found[0].Point || m.UncertaintyKM != found[0].UncertaintyKM {
			t.Errorf("%q alone: %+v, in a text %+v", phrase, m, found[0])
		}
		if _, ok := coordinates.Parse(phrase + " Kabul"); ok {
			t.Errorf("%q and more was parsed", phrase)
		}
	}
}

func TestUncertainty(t *testing.T) {
	for text, km := range map[string]float64{
		"34°N 69°E":          72,
		"34.5281, 69.1723":   0.0072,
		"34.52813, 69.17235": 0.00072,
		"34°31′N 69°10′E":    1.2,
		"38S MB 4595 8820":   0.00707,
		"38S MB 45950 88200": 0.000707,
		"geo:34.5,69.1;u=35": 0.035,
		"geo:34.5,69.1;u=0":  0.001,
		"8J6FG5HC+6W":        0.009,
		"https://www.google.com/maps/@34.5281,69.1723,17z": 0.126,
	} {
		m, ok := coordinates.Parse(text)
		if !ok || math.Abs(m.UncertaintyKM-km) > km*0.05 {
			t.Errorf("%q: uncertainty %g km, want %g", text, m.UncertaintyKM, km)
		}
	}
}

func FuzzFind(f *testing.F) {
	for line := range strings.Lines(nearMisses) {
		f.Add(line)
	}
	for _, p := range points(f) {
		f.Add("at " + p.text + ", " + p.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, m := range coordinates.Find(text) {
			if m.Start < end || m.End <= m.Start || m.End > len(text) {
				t.Fatalf("%q: span %+v after %d", text, m.Span, end)
			}
			end = m.End
			if utf8.ValidString(text) && !utf8.ValidString(m.Text(text)) {
				t.Errorf("%q: %q cuts a character", text, m.Text(text))
			}
			if m.Valid() != (m.Form != "" && m.UncertaintyKM > 0) {
				t.Errorf("%q: %+v", text, m)
			}
			if m.Valid() && !(math.Abs(m.Point.Lat()) <= 90 && math.Abs(m.Point.Lon()) <= 180) {
				t.Errorf("%q: %v is not on Earth", text, m.Point)
			}
			if _, ok := coordinates.Parse(m.Text(text)); !ok && !m.Partial {
				t.Errorf("%q: %q is not parsed alone", text, m.Text(text))
			}
		}
	})
}
