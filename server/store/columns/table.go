package columns

import (
	"math"
	"slices"
	"sync"

	"dateline/geo"

	"github.com/paulmach/orb"
)

// Articles are the columns of the articles of a collection, by their number. The first row is
// empty.
type Articles struct {
	Publisher, Language, Feed, Day, Group, First, Count, Live []uint32
	// members are the articles of the groups with more than one article, sorted by group.
	members [][]uint32
	groups  map[uint32]int // indices of members by group
}

// Places are the columns of the places of a collection, by their number. The first row is
// empty.
type Places struct {
	Country, Admin1, kind, lon, lat, Picked []uint32

	once  sync.Once
	quad  []uint64 // of byQuad
	order []uint32 // numbers of the places in the order of their quadkeys
}

// NewArticles returns the articles of decoded columns.
func NewArticles(c [][]uint32) *Articles {
	a := &Articles{c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], nil, map[uint32]int{}}
	count := make([]uint32, len(a.Group))
	for i, g := range a.Group {
		if a.Live[i] == 1 && int(g) < len(count) {
			count[g]++
		}
	}
	for i, g := range a.Group {
		if a.Live[i] != 1 || int(g) >= len(count) || count[g] < 2 {
			continue
		}
		n, ok := a.groups[g]
		if !ok {
			n = len(a.members)
			a.groups[g] = n
			a.members = append(a.members, nil)
		}
		a.members[n] = append(a.members[n], uint32(i))
	}
	return a
}

// Len returns the number of rows, with the empty one.
func (a *Articles) Len() int { return len(a.Publisher) }

// NewPlaces returns the places of decoded columns.
func NewPlaces(c [][]uint32) *Places {
	return &Places{Country: c[0], Admin1: c[1], kind: c[2], lon: c[3], lat: c[4], Picked: c[5]}
}

// Len returns the number of rows, with the empty one.
func (p *Places) Len() int { return len(p.Country) }

// Kind returns the kind of a place.
func (p *Places) Kind(n uint32) geo.Kind { return geo.Kind(p.kind[n]) }

// Point returns the point of a place.
func (p *Places) Point(n uint32) orb.Point { return orb.Point{unfixed(p.lon[n]), unfixed(p.lat[n])} }

// quadLevel is the level of the quadkeys: cells of about 0.6 m at the equator.
const quadLevel = 26

// quadkey returns the Web Mercator quadkey of a point as an integer.
func quadkey(p orb.Point) uint64 {
	x, y := mercator(p)
	limit := float64(uint64(1) << quadLevel)
	cell := func(v float64) uint32 { return uint32(min(max(v*limit, 0), limit-1)) }
	return spread(cell(x)) | spread(cell(y))<<1
}

// mercator returns the Web Mercator coordinates of a point, 0 to 1 from the north-west.
func mercator(p orb.Point) (x, y float64) {
	lat := min(max(p[1], -85.0511287798066), 85.0511287798066) * math.Pi / 180
	return (p[0] + 180) / 360, (1 - math.Asinh(math.Tan(lat))/math.Pi) / 2
}

// spread puts a zero bit before each bit.
func spread(v uint32) uint64 {
	x := uint64(v)
	x = (x | x<<16) & 0x0000ffff0000ffff
	x = (x | x<<8) & 0x00ff00ff00ff00ff
	x = (x | x<<4) & 0x0f0f0f0f0f0f0f0f
	x = (x | x<<2) & 0x3333333333333333
	return (x | x<<1) & 0x5555555555555555
}

// byQuad sorts the places by quadkey once.
func (p *Places) byQuad() {
	p.once.Do(func() {
		keys := make([]uint64, p.Len())
		p.order = make([]uint32, 0, p.Len())
		for n := 1; n < p.Len(); n++ {
			keys[n] = quadkey(p.Point(uint32(n)))
			p.order = append(p.order, uint32(n))
		}
		slices.SortFunc(p.order, func(a, b uint32) int {
			if keys[a] != keys[b] {
				if keys[a] < keys[b] {
					return -1
				}
				return 1
			}
			return int(a) - int(b)
		})
		p.quad = make([]uint64, len(p.order))
		for i, n := range p.order {
			p.quad[i] = keys[n]
		}
	})
}

// Tile calls f for the numbers of the places in a Web Mercator tile, and the number of the cell
// of the tile, which has 4^level cells.
func (p *Places) Tile(z, x, y, level int, f func(place uint32, cell uint64)) {
	if z < 0 || z > 22 || x < 0 || y < 0 || x >= 1<<z || y >= 1<<z {
		return
	}
	p.byQuad()
	shift := 2 * (quadLevel - z)
	first := (spread(uint32(x)) | spread(uint32(y))<<1) << shift
	past := first + 1<<shift
	from, _ := slices.BinarySearch(p.quad, first)
	cells := 2 * (quadLevel - min(quadLevel, z+level))
	for i := from; i < len(p.quad) && p.quad[i] < past; i++ {
		f(p.order[i], (p.quad[i]-first)>>cells)
	}
}

// Bytes returns the memory of the columns in bytes.
func (a *Articles) Bytes() int { return 40 * a.Len() }

// Bytes returns the memory of the columns in bytes.
func (p *Places) Bytes() int { return 36 * p.Len() }
