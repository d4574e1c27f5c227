package layer

import (
	"strconv"

	"github.com/paulmach/orb"
)

// GeoURI returns the geo URI (RFC 5870) of a point, with its uncertainty in kilometers
// unless that is 0: "geo:34.52813,69.17233;u=500".
func GeoURI(p orb.Point, uncertaintyKM float64) string {
	out := "geo:" + Decimal(p.Lat()) + "," + Decimal(p.Lon())
	if uncertaintyKM > 0 {
		out += ";u=" + strconv.FormatFloat(uncertaintyKM*1000, 'f', 0, 64)
	}
	return out
}
