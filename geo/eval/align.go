package eval

import (
	"cmp"
	"math"
	"slices"
)

// Pair says that gold toponym Gold and predicted toponym Predicted are the same
// mention.
type Pair struct{ Gold, Predicted int }

// Align pairs gold and predicted toponyms whose spans overlap, each used once:
// equal spans first, then the longest overlap, then the order of the text.
func Align(gold, predicted []Toponym) []Pair {
	type option struct {
		Pair
		unequal, overlap int
	}
	var options []option
	for i, g := range gold {
		for j, p := range predicted {
			overlap := min(g.End, p.End) - max(g.Start, p.Start)
			if overlap <= 0 {
				continue
			}
			o := option{Pair{i, j}, 1, overlap}
			if g.Start == p.Start && g.End == p.End {
				o.unequal = 0
			}
			options = append(options, o)
		}
	}
	slices.SortFunc(options, func(a, b option) int {
		return cmp.Or(cmp.Compare(a.unequal, b.unequal), cmp.Compare(b.overlap, a.overlap),
			cmp.Compare(a.Gold, b.Gold), cmp.Compare(a.Predicted, b.Predicted))
	})
	usedGold, usedPredicted := make([]bool, len(gold)), make([]bool, len(predicted))
	var pairs []Pair
	for _, o := range options {
		if !usedGold[o.Gold] && !usedPredicted[o.Predicted] {
			usedGold[o.Gold], usedPredicted[o.Predicted] = true, true
			pairs = append(pairs, o.Pair)
		}
	}
	return pairs
}

// DistanceKM is the great-circle distance between two points in degrees, on the
// sphere that geoparsing papers score with (radius 6371 km, haversine formula).
func DistanceKM(lat1, lon1, lat2, lon2 float64) float64 {
	const rad = math.Pi / 180
	dLat, dLon := math.Sin((lat2-lat1)*rad/2), math.Sin((lon2-lon1)*rad/2)
	x := dLat*dLat + math.Cos(lat1*rad)*math.Cos(lat2*rad)*dLon*dLon
	return 12742 * math.Asin(math.Min(1, math.Sqrt(x)))
}
