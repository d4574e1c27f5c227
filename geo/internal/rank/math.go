package rank

import (
	"math"

	"dateline/geo/geometry"
)

// earthKM is the radius of the Earth in kilometers.
const earthKM = geometry.EarthRadius

// The squared chords of distances in kilometers.
var (
	chord161 = geometry.Chord2Of(161)
	chord50  = geometry.Chord2Of(50)
)

// ln returns a fast approximation of the natural logarithm of x. It is exact for
// powers of two and up to 0.25 too small between them. The models are trained with it,
// so that another approximation needs a new model.
func ln(x float32) float32 {
	bits := math.Float32bits(x)
	exponent := float32(int32(bits>>23) - 127)
	m := math.Float32frombits(bits&0x7fffff | 0x3f800000) // 1 ≤ m < 2
	return 0.6931472 * (exponent + (m-1)*(1.3465-0.3465*m))
}

// logit returns ln(p/(1-p)), bounded to about ±7.
func logit(p float32) float32 {
	const least = 9.1e-4
	p = min(max(p, least), 1-least)
	return ln(p / (1 - p))
}

func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }

// flag returns 1 for true and 0 for false.
func flag(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

// top2 returns the two largest of first ≥ second and x.
func top2(first, second, x float32) (float32, float32) {
	switch {
	case x > first:
		return x, first
	case x > second:
		return first, x
	}
	return first, second
}

// margin returns the difference between x and the largest of the other values, given
// the two largest of all values.
func margin(x, first, second float32) float32 {
	if x < first {
		return x - first
	}
	if second < 0 {
		return 0
	}
	return x - second
}
