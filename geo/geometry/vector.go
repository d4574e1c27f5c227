package geometry

import "math"

// Vector is a point on the unit sphere, for fast distances.
type Vector struct{ x, y, z float32 }

// NewVector returns the vector of a longitude and latitude in degrees.
func NewVector(lon, lat float64) Vector {
	sinLat, cosLat := math.Sincos(lat * math.Pi / 180)
	sinLon, cosLon := math.Sincos(lon * math.Pi / 180)
	return Vector{float32(cosLat * cosLon), float32(cosLat * sinLon), float32(sinLat)}
}

// Chord2 returns the squared length of the chord between two points.
func (a Vector) Chord2(b Vector) float32 {
	dx, dy, dz := a.x-b.x, a.y-b.y, a.z-b.z
	return dx*dx + dy*dy + dz*dz
}

// KM returns the length of the chord between two points in kilometers. It is within
// 1 % of the great-circle distance up to 3,000 km, beyond which distances do not
// matter to the features.
func (a Vector) KM(b Vector) float32 {
	return EarthRadius * float32(math.Sqrt(float64(a.Chord2(b))))
}

// Chord2Of returns the squared chord of a distance in kilometers.
func Chord2Of(km float64) float32 {
	c := 2 * math.Sin(km/(2*EarthRadius))
	return float32(c * c)
}
