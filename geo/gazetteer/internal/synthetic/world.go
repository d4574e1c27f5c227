package synthetic

import (
	"math"
	"strconv"
)

// world has the countries and areas of a dump. Places are generated on demand from
// their index.
type world struct {
	config Config
	// Place i has the id 1 + i*idStep mod idRange.
	idStep, idRange int
	countries       []country
	areas           []area
	// extra is the average number of alternate names of a place.
	extra float64
}

// country has the places with an index in [first, first+count).
type country struct {
	code         string
	first, count int
	lon, lat     float64
	width        float64 // and height, in degrees
	admin1       int     // number of first-level areas
	admin2       int     // number of second-level areas in each
	language     int     // index of scripts
}

// area is a country (level 0) or an area of level 1 or 2. The first places of a country
// are itself, its first-level areas and its second-level areas.
type area struct {
	level, index, parent int
}

const countryCount = 240

func newWorld(c Config) *world {
	if c.Names < c.Places {
		c.Names = c.Places
	}
	w := &world{config: c, extra: float64(c.Names-c.Places) / float64(max(1, c.Places))}
	w.idRange = max(2, c.Places+c.Places/10)
	w.idStep = coprime(w.idRange, 0.6180339887)
	first := 0
	for i, n := range shares(c.Places, min(countryCount, max(1, c.Places)), 1.1) {
		if n == 0 {
			break
		}
		d := generator{mix(c.Seed) ^ mix(uint64(i)|1<<40)}
		co := country{
			code:     string([]byte{'A' + byte(i/26), 'A' + byte(i%26)}),
			first:    first,
			count:    n,
			width:    1 + 12*math.Sqrt(float64(n)/float64(c.Places)),
			language: i % len(scripts),
		}
		co.lon = -180 + co.width + d.unit()*(360-2*co.width)
		co.lat = -56 + d.unit()*(128-co.width)
		co.admin1 = min(30, n/40)
		if co.admin1 > 0 {
			co.admin2 = min(60, n/(40*co.admin1))
		}
		w.countries = append(w.countries, co)
		w.addAreas(&co)
		first += n
	}
	return w
}

func (w *world) addAreas(c *country) {
	top := len(w.areas)
	w.areas = append(w.areas, area{level: 0, index: c.first, parent: -1})
	for i := range c.admin1 {
		w.areas = append(w.areas, area{level: 1, index: c.first + 1 + i, parent: top})
	}
	for i := range c.admin1 * c.admin2 {
		w.areas = append(w.areas, area{level: 2, index: c.first + 1 + c.admin1 + i, parent: top + 1 + i/c.admin2})
	}
}

// id returns the GeoNames id of the place with the given index.
func (w *world) id(index int) int { return 1 + index*w.idStep%w.idRange }

// countryOf returns the country of the place with an index.
func (w *world) countryOf(index int) *country {
	lo, hi := 0, len(w.countries)-1
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if w.countries[mid].first <= index {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return &w.countries[lo]
}

// alternate is a further name with its language.
type alternate struct {
	text, language string
}

// place is a row of allCountries.txt.
type place struct {
	id             int
	name, ascii    string
	lon, lat       float64
	class          byte
	feature        string
	country        string
	admin1, admin2 string
	population     int
	elevation      int
	alternates     []alternate
}

// features are the most frequent feature codes with their share in the real file, in
// thousandths.
var features = [...]struct {
	class byte
	code  string
	share int
}{
	{'P', "PPL", 385}, {'H', "STM", 120}, {'S', "SCH", 35}, {'S', "FRM", 35}, {'S', "HTL", 30}, {'S', "CH", 30},
	{'T', "MT", 50}, {'T', "HLL", 40}, {'H', "LK", 35}, {'H', "STMI", 25}, {'L', "LCTY", 20}, {'T', "ISL", 15},
	{'S', "BLDG", 20}, {'S', "CMTY", 20}, {'T', "VAL", 12}, {'P', "PPLX", 15}, {'A', "ADM3", 10}, {'A', "ADM4", 15},
	{'H', "SPNG", 12}, {'T', "MTS", 10}, {'T', "PT", 8}, {'H', "BAY", 7}, {'S', "RSTN", 7}, {'L', "AREA", 6},
	{'R', "RD", 5}, {'V', "FRST", 5}, {'S', "AIRP", 3}, {'S', "DAM", 5}, {'L', "PRK", 7}, {'T', "PASS", 3},
	{'P', "PPLL", 5}, {'U', "SMU", 1}, {'S', "MSQE", 4},
}

// place sets p to the place with an index and reuses its memory.
func (w *world) place(index int, p *place) {
	c := w.countryOf(index)
	d := generator{mix(w.config.Seed) ^ mix(uint64(index))}
	rank := index - c.first
	*p = place{id: w.id(index), country: c.code, alternates: p.alternates[:0]}

	// in1 and in2 are the areas that the place is, or is in.
	in1, in2 := -1, -1
	switch areas2 := c.admin1 * c.admin2; {
	case rank == 0:
		p.class, p.feature = 'A', "PCLI"
		p.population = c.count * 500
	case rank <= c.admin1:
		in1 = rank - 1
		p.class, p.feature = 'A', "ADM1"
		p.population = 100_000 + d.skewed(20_000_000, 6)
	case rank <= c.admin1+areas2:
		in1, in2 = (rank-1-c.admin1)/c.admin2, (rank-1-c.admin1)%c.admin2
		p.class, p.feature = 'A', "ADM2"
		p.population = 5_000 + d.skewed(2_000_000, 6)
	default:
		p.class, p.feature = pickFeature(&d)
		if c.admin1 > 0 && d.below(50) > 0 {
			in1 = d.below(c.admin1)
			if c.admin2 > 0 && d.below(10) > 0 {
				in2 = d.below(c.admin2)
			}
		}
		if p.class == 'P' && d.below(12) == 0 {
			p.population = 50 + d.skewed(10_000_000, 9)
		}
	}
	if in1 >= 0 {
		p.admin1 = twoDigits(in1 + 1)
	} else if c.admin1 > 0 && rank > 0 || rank == 0 {
		p.admin1 = "00"
	}
	if in2 >= 0 {
		p.admin2 = p.admin1 + twoDigits(in2+1)
	}
	p.lon, p.lat = c.position(&d, in1, in2)
	if d.below(4) == 0 {
		p.elevation = d.skewed(4000, 2)
	}
	w.setNames(p, c, &d)
}

// position returns a random position in an area. Every area is a cell of the square of
// its country.
func (c *country) position(d *generator, in1, in2 int) (lon, lat float64) {
	x, y, width := c.lon, c.lat, c.width
	for _, cell := range [...]struct{ index, count int }{{in1, c.admin1}, {in2, c.admin2}} {
		if cell.index < 0 {
			break
		}
		side := int(math.Ceil(math.Sqrt(float64(cell.count))))
		width /= float64(side)
		x += float64(cell.index%side) * width
		y += float64(cell.index/side) * width
	}
	return x + d.unit()*width, y + d.unit()*width
}

func pickFeature(d *generator) (class byte, code string) {
	n := d.below(1000)
	for _, f := range features {
		if n -= f.share; n < 0 {
			return f.class, f.code
		}
	}
	return 'P', "PPL"
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// appendRow appends the 19 columns of allCountries.txt.
func (p *place) appendRow(b []byte) []byte {
	tab := func() { b = append(b, '\t') }
	b = strconv.AppendInt(b, int64(p.id), 10)
	tab()
	b = append(b, p.name...)
	tab()
	b = append(b, p.ascii...)
	tab()
	for i, a := range p.alternates {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, a.text...)
	}
	tab()
	b = strconv.AppendFloat(b, p.lat, 'f', 5, 64)
	tab()
	b = strconv.AppendFloat(b, p.lon, 'f', 5, 64)
	tab()
	b = append(b, p.class, '\t')
	b = append(b, p.feature...)
	tab()
	b = append(b, p.country...)
	b = append(b, "\t\t"...)
	b = append(b, p.admin1...)
	tab()
	b = append(b, p.admin2...)
	b = append(b, "\t\t\t"...)
	b = strconv.AppendInt(b, int64(p.population), 10)
	tab()
	if p.elevation > 0 {
		b = strconv.AppendInt(b, int64(p.elevation), 10)
	}
	tab()
	b = strconv.AppendInt(b, int64(p.elevation), 10)
	return append(b, "\tEtc/UTC\t2024-01-01\n"...)
}
