package geometry

import (
	"math"

	"github.com/paulmach/orb"
)

// EarthRadius is the mean radius of the Earth in kilometers (IUGG, GRS 80).
const EarthRadius = 6371.0088

// KilometersPerDegree is the length of one degree of latitude in kilometers.
const KilometersPerDegree = EarthRadius * radiansPerDegree

const radiansPerDegree = math.Pi / 180

// Distance returns the great-circle distance between two points in kilometers,
// computed with the haversine formula on a sphere of radius EarthRadius.
func Distance(a, b orb.Point) float64 {
	sinLat := math.Sin((b[1] - a[1]) * radiansPerDegree / 2)
	sinLon := math.Sin((b[0] - a[0]) * radiansPerDegree / 2)
	h := sinLat*sinLat + math.Cos(a[1]*radiansPerDegree)*math.Cos(b[1]*radiansPerDegree)*sinLon*sinLon
	return 2 * EarthRadius * math.Asin(math.Min(1, math.Sqrt(h)))
}
