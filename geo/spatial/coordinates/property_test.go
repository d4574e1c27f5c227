package coordinates_test

import (
	"fmt"
	"math"
	"testing"

	"dateline/geo/geometry"
	"dateline/geo/spatial/coordinates"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// toUTM projects a position to UTM in meters with the forward Krüger series (Karney
// 2011, equation 35).
func toUTM(p orb.Point, zone int) (easting, northing float64) {
	const f = 1 / 298.257223563
	const n = f / (2 - f)
	n2, n3, n4 := n*n, n*n*n, n*n*n*n
	alpha := []float64{
		n/2 - 2*n2/3 + 5*n3/16 + 41*n4/180,
		13*n2/48 - 3*n3/5 + 557*n4/1440,
		61*n3/240 - 103*n4/140,
		49561 * n4 / 161280,
	}
	e := math.Sqrt(f * (2 - f))
	lat, lon := p.Lat()*math.Pi/180, (p.Lon()-float64(6*zone-183))*math.Pi/180
	t := math.Sinh(math.Atanh(math.Sin(lat)) - e*math.Atanh(e*math.Sin(lat)))
	xi0, eta0 := math.Atan2(t, math.Cos(lon)), math.Asinh(math.Sin(lon)/math.Hypot(t, math.Cos(lon)))
	xi, eta := xi0, eta0
	for j, a := range alpha {
		k := float64(2 * (j + 1))
		xi += a * math.Sin(k*xi0) * math.Cosh(k*eta0)
		eta += a * math.Cos(k*xi0) * math.Sinh(k*eta0)
	}
	r := 0.9996 * 6378137 / (1 + n) * (1 + n2/4 + n4/64)
	easting, northing = 500000+r*eta, r*xi
	if p.Lat() < 0 {
		northing += 1e7
	}
	return easting, northing
}

// toMGRS writes a position as MGRS with the given digits of easting and northing.
func toMGRS(p orb.Point, digits int) string {
	zone := min(60, int(math.Floor((p.Lon()+180)/6))+1)
	band := min(19, int(math.Floor((p.Lat()+80)/8)))
	easting, northing := toUTM(p, zone)
	column := "ABCDEFGHJKLMNPQRSTUVWXYZ"[8*((zone-1)%3)+int(easting/1e5)-1]
	row := int(math.Mod(northing, 2e6) / 1e5)
	if zone%2 == 0 {
		row += 5
	}
	size := math.Pow10(5 - digits)
	return fmt.Sprintf("%02d%c %c%c %0*d %0*d", zone, "CDEFGHJKLMNPQRSTUVWX"[band], column, "ABCDEFGHJKLMNPQRSTUV"[row%20],
		digits, int(math.Mod(easting, 1e5)/size), digits, int(math.Mod(northing, 1e5)/size))
}

var positions = rapid.Custom(func(t *rapid.T) orb.Point {
	lon, lat := rapid.Float64Range(-180, 179.999).Draw(t, "lon"), rapid.Float64Range(-80, 83.99).Draw(t, "lat")
	if math.Abs(lat) < 1e-6 {
		lat = 0 // its northing would round to the other hemisphere
	}
	return orb.Point{lon, lat}
})

// A position that is written in any form is parsed to itself, within its uncertainty.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := positions.Draw(t, "position")
		ns, ew := "N", "E"
		if p.Lat() < 0 {
			ns = "S"
		}
		if p.Lon() < 0 {
			ew = "W"
		}
		lat, lon := math.Abs(p.Lat()), math.Abs(p.Lon())
		zone := min(60, int(math.Floor((p.Lon()+180)/6))+1)
		easting, northing := toUTM(p, zone)
		hemisphere := map[string]string{"N": "North", "S": "South"}[ns]
		decimals := rapid.IntRange(1, 8).Draw(t, "decimals")
		digits := rapid.IntRange(3, 5).Draw(t, "digits")
		minutes := func(v float64) (int, float64) {
			whole, part := math.Modf(v)
			return int(whole), math.Min(part*60, 59.9994)
		}
		latD, latM := minutes(lat)
		lonD, lonM := minutes(lon)
		for _, text := range []string{
			fmt.Sprintf("%.*f°%s, %.*f°%s", decimals, lat, ns, decimals, lon, ew),
			fmt.Sprintf("%s %.*f %s %.*f", ns, decimals, lat, ew, decimals, lon),
			fmt.Sprintf("%.*f%s %.*f%s", decimals, lon, ew, decimals, lat, ns),
			fmt.Sprintf("lat: %.*f, lon: %.*f", decimals, p.Lat(), decimals, p.Lon()),
			fmt.Sprintf("%.*f, %.*f", decimals+4, p.Lat(), decimals+4, p.Lon()),
			fmt.Sprintf("%d°%.3f′%s %d°%.3f′%s", latD, latM, ns, lonD, lonM, ew),
			fmt.Sprintf("geo:%.*f,%.*f", decimals, p.Lat(), decimals, p.Lon()),
			toMGRS(p, digits),
			fmt.Sprintf("UTM zone %d %s %07.0f mE %08.0f mN", zone, hemisphere, easting, northing),
		} {
			found := coordinates.Find(text)
			if len(found) != 1 || !found[0].Valid() {
				t.Errorf("%q: %+v", text, found)
				continue
			}
			m := found[0]
			if km := geometry.Distance(m.Point, p); km > m.UncertaintyKM*1.01+0.0012 {
				t.Errorf("%q: %g km from %v, uncertainty %g km", text, km, p, m.UncertaintyKM)
			}
		}
	})
}
