package resolve

import "math"

const earthKM = 6371.0088

// vector is a point on the unit sphere, for cheap distances.
type vector struct{ x, y, z float32 }

// vectorOf is the point at a longitude and latitude in degrees.
func vectorOf(lon, lat float64) vector {
	sinLat, cosLat := math.Sincos(lat * math.Pi / 180)
	sinLon, cosLon := math.Sincos(lon * math.Pi / 180)
	return vector{float32(cosLat * cosLon), float32(cosLat * sinLon), float32(sinLat)}
}

// chord2 is the squared length of the straight line between two points.
func (a vector) chord2(b vector) float32 {
	dx, dy, dz := a.x-b.x, a.y-b.y, a.z-b.z
	return dx*dx + dy*dy + dz*dz
}

// km is the length of the straight line between two points: within 1 % of the
// great circle up to 3,000 km, which is as far as nearness counts.
func (a vector) km(b vector) float32 {
	return earthKM * float32(math.Sqrt(float64(a.chord2(b))))
}

// chordOf is the chord2 of a distance in kilometres.
func chordOf(km float64) float32 {
	c := 2 * math.Sin(km/(2*earthKM))
	return float32(c * c)
}
