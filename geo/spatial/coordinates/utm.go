package coordinates

import (
	"math"

	"github.com/paulmach/orb"
)

// The ellipsoid of WGS 84, and the scale and false origins in meters of UTM and UPS
// (NGA.SIG.0012, The Universal Grids and the Transverse Mercator and Polar
// Stereographic Map Projections).
const (
	semiMajor    = 6378137.0
	flattening   = 1 / 298.257223563
	utmScale     = 0.9996
	utmEasting   = 500_000
	utmNorthing  = 10_000_000 // of the southern hemisphere
	upsScale     = 0.994
	upsOrigin    = 2_000_000
	third        = flattening / (2 - flattening) // the third flattening, n
	eccentricity = 0.0818191908426214943348      // the first eccentricity, sqrt(f(2-f))
)

// rectifying is the radius of the circle with the length of the meridian, in meters.
var rectifying = semiMajor / (1 + third) * (1 + third*third/4 + third*third*third*third/64)

// beta are the coefficients of the inverse Krüger series to the sixth order in n
// (Karney 2011, Transverse Mercator with an accuracy of a few nanometers, equation 36).
var beta = func() [6]float64 {
	n := third
	n2, n3, n4, n5, n6 := n*n, n*n*n, n*n*n*n, n*n*n*n*n, n*n*n*n*n*n
	return [6]float64{
		n/2 - 2*n2/3 + 37*n3/96 - n4/360 - 81*n5/512 + 96199*n6/604800,
		n2/48 + n3/15 - 437*n4/1440 + 46*n5/105 - 1118711*n6/3870720,
		17*n3/480 - 37*n4/840 - 209*n5/4480 + 5569*n6/90720,
		4397*n4/161280 - 11*n5/504 - 830251*n6/7257600,
		4583*n5/161280 - 108847*n6/3991680,
		20648693 * n6 / 638668800,
	}
}()

// centralMeridian returns the central meridian of a UTM zone in degrees.
func centralMeridian(zone int) float64 { return float64(6*zone - 183) }

// fromUTM returns the position of a UTM coordinate in meters.
func fromUTM(zone int, north bool, easting, northing float64) orb.Point {
	if !north {
		northing -= utmNorthing
	}
	xi, eta := northing/(utmScale*rectifying), (easting-utmEasting)/(utmScale*rectifying)
	xi0, eta0 := xi, eta
	for j, b := range beta {
		k := float64(2 * (j + 1))
		xi0 -= b * math.Sin(k*xi) * math.Cosh(k*eta)
		eta0 -= b * math.Cos(k*xi) * math.Sinh(k*eta)
	}
	sinh, cos := math.Sinh(eta0), math.Cos(xi0)
	lat := geodeticLatitude(math.Sin(xi0) / math.Hypot(sinh, cos))
	lon := centralMeridian(zone) + math.Atan2(sinh, cos)*180/math.Pi
	if lon > 180 {
		lon -= 360
	} else if lon < -180 {
		lon += 360
	}
	return orb.Point{lon, lat * 180 / math.Pi}
}

// geodeticLatitude returns the latitude in radians whose conformal latitude has the
// given tangent, by Newton's method (Karney 2011, equations 7 to 9 and 19 to 21).
func geodeticLatitude(conformal float64) float64 {
	const e2 = flattening * (2 - flattening)
	tau := conformal
	for range 6 {
		sigma := math.Sinh(eccentricity * math.Atanh(eccentricity*tau/math.Hypot(1, tau)))
		t := tau*math.Hypot(1, sigma) - sigma*math.Hypot(1, tau)
		step := (conformal - t) / math.Hypot(1, t) * (1 + (1-e2)*tau*tau) / ((1 - e2) * math.Hypot(1, tau))
		tau += step
		if math.Abs(step) < 1e-14*math.Max(1, math.Abs(tau)) {
			break
		}
	}
	return math.Atan(tau)
}

// fromUPS returns the position of a UPS coordinate in meters (Snyder 1987, Map
// Projections: A Working Manual, equations 21-39 and 20-16).
func fromUPS(north bool, easting, northing float64) orb.Point {
	x, y := easting-upsOrigin, northing-upsOrigin
	const e = eccentricity
	scale := 2 * semiMajor * upsScale / math.Sqrt(math.Pow(1+e, 1+e)*math.Pow(1-e, 1-e))
	t := math.Hypot(x, y) / scale
	lat := math.Pi/2 - 2*math.Atan(t)
	for range 8 {
		s := e * math.Sin(lat)
		lat = math.Pi/2 - 2*math.Atan(t*math.Pow((1-s)/(1+s), e/2))
	}
	if !north {
		return orb.Point{math.Atan2(x, y) * 180 / math.Pi, -lat * 180 / math.Pi}
	}
	return orb.Point{math.Atan2(x, -y) * 180 / math.Pi, lat * 180 / math.Pi}
}
