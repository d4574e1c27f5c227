package figure

import "math"

// Size is the format of a figure. Lengths are points (1/72 inch); the height is the greatest.
type Size struct {
	// Name is the name on the command line and in addresses.
	Name          string
	Width, Height float64
	// Pixels is the width of the PNG.
	Pixels float64
	// Text is the size of labels.
	Text float64
	// Side reports that the key is to the right of the map instead of below it.
	Side bool
	// Fixed reports that the figure always has the height; otherwise it ends below its key.
	Fixed bool
}

// Sizes returns the formats in the order in which they are offered.
func Sizes() []Size {
	return []Size{
		{"a4", 595, 842, 1654, 8, false, false},
		{"letter", 612, 792, 1700, 8, false, false},
		{"column", 340, 420, 1020, 7.5, false, false},
		{"slide", 960, 540, 1920, 11, true, true},
		{"square", 540, 540, 1080, 9, false, true},
		{"vertical", 540, 960, 1080, 11, false, true},
	}
}

// SizeByName returns the size of a name.
func SizeByName(name string) (Size, bool) {
	for _, s := range Sizes() {
		if s.Name == name {
			return s, true
		}
	}
	return Size{}, false
}

// margin is the space at the edges.
func (s *Size) margin() float64 { return 2.4 * s.Text }

// radius returns the radius of a pin among others: its area is proportional to the
// mentions, between a least and a greatest radius, which are smaller if there are many
// pins.
func (s *Size) radius(mentions, most, pins int) float64 {
	crowd := min(1, max(0.5, math.Sqrt(20/float64(max(pins, 1)))))
	least, greatest := 0.3*s.Text*max(crowd, 0.75), 0.9*s.Text*crowd
	if most < 4 {
		greatest = 0.5 * s.Text * max(crowd, 0.75)
	}
	share := float64(mentions-1) / float64(max(most-1, 1))
	return math.Sqrt(least*least + share*(greatest*greatest-least*least))
}

// palette is the set of colors of a figure.
type palette struct{ sea, land, water, border, disputed, admin, area, areaEdge, country, pin, likely, text, quiet string }

var (
	colored = palette{"e3ecf1", "f8f6f1", "d3e1e9", "a89f93", "a89f93", "d9d2c8", "b32b2b", "b32b2b", "f0eadf", "b32b2b", "e0a3a0", "1f1f1f", "7a746c"}
	gray    = palette{"e9e9e9", "fbfbfb", "dcdcdc", "9a9a9a", "9a9a9a", "d4d4d4", "5a5a5a", "5a5a5a", "ececec", "2b2b2b", "a8a8a8", "111111", "777777"}
)
