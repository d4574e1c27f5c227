// Package synthetic generates files in the layouts of GeoNames, of any size and without real places, for tests and benchmarks.
package synthetic

import (
	"bufio"
	"cmp"
	"fmt"
	"math"
	"math/bits"
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

// Config is the size of a dump. The same Config gives the same bytes.
type Config struct {
	Seed uint64
	// Places is the number of rows of allCountries.txt.
	Places int
	// Names is the approximate number of names of all places: one each, and the
	// others as alternate names, distributed as unevenly as real ones. It is at least
	// Places.
	Names int
}

// Full returns the size of all of GeoNames: 12 million places with 25 million names.
func Full() Config { return Config{Seed: 1, Places: 12_000_000, Names: 25_000_000} }

// Files are the paths of the files of a dump, which have the names of the publisher's.
type Files struct {
	AllCountries, AlternateNames, Hierarchy, Admin1, Admin2, CountryInfo string
	// Names is the number of names: one per place and every row of AlternateNames.
	Names int
}

// Write writes a dump to the folder dir.
func Write(dir string, c Config) (Files, error) {
	w := newWorld(c)
	f := Files{
		AllCountries:   filepath.Join(dir, "allCountries.txt"),
		AlternateNames: filepath.Join(dir, "alternateNamesV2.txt"),
		Hierarchy:      filepath.Join(dir, "hierarchy.txt"),
		Admin1:         filepath.Join(dir, "admin1CodesASCII.txt"),
		Admin2:         filepath.Join(dir, "admin2Codes.txt"),
		CountryInfo:    filepath.Join(dir, "countryInfo.txt"),
		Names:          c.Places,
	}
	for _, step := range []struct {
		path  string
		write func(*bufio.Writer)
	}{
		{f.AllCountries, w.writePlaces},
		{f.AlternateNames, func(b *bufio.Writer) { f.Names += w.writeAlternates(b) }},
		{f.Hierarchy, w.writeHierarchy},
		{f.Admin1, w.writeAdmin1},
		{f.Admin2, w.writeAdmin2},
		{f.CountryInfo, w.writeCountries},
	} {
		if err := writeFile(step.path, step.write); err != nil {
			return Files{}, fmt.Errorf("writing the synthetic dump: %w", err)
		}
	}
	return f, nil
}

func writeFile(path string, write func(*bufio.Writer)) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	b := bufio.NewWriterSize(f, 1<<20)
	write(b)
	if err := b.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// writePlaces writes allCountries.txt, country by country like the real file.
func (w *world) writePlaces(b *bufio.Writer) {
	var row []byte
	var p place
	for i := range w.config.Places {
		w.place(i, &p)
		row = p.appendRow(row[:0])
		_, _ = b.Write(row) // Flush reports
	}
}

// writeAlternates writes alternateNamesV2.txt and returns its number of rows. Like in
// the real file, their order is unrelated to that of the places.
func (w *world) writeAlternates(b *bufio.Writer) int {
	var row []byte
	var p place
	rows := 0
	step := coprime(w.config.Places, 0.414)
	for k, i := 0, 0; k < w.config.Places; k, i = k+1, (i+step)%w.config.Places {
		w.place(i, &p)
		for _, a := range p.alternates {
			rows++
			row = strconv.AppendInt(row[:0], int64(rows), 10)
			row = append(row, '\t')
			row = strconv.AppendInt(row, int64(p.id), 10)
			row = append(row, '\t')
			row = append(row, a.language...)
			row = append(row, '\t')
			row = append(row, a.text...)
			row = append(row, "\t\t\t\t\t\t\n"...)
			_, _ = b.Write(row) // Flush reports
		}
	}
	return rows
}

// writeHierarchy writes hierarchy.txt with the areas of the first and second level.
func (w *world) writeHierarchy(b *bufio.Writer) {
	for i := range w.areas {
		if a := &w.areas[i]; a.parent >= 0 {
			fmt.Fprintf(b, "%d\t%d\tADM\n", w.id(w.areas[a.parent].index), w.id(a.index))
		}
	}
}

func (w *world) writeAdmin1(b *bufio.Writer) {
	w.eachArea(1, func(a *area, p *place) {
		fmt.Fprintf(b, "%s.%s\t%s\t%s\t%d\n", p.country, p.admin1, p.name, p.ascii, p.id)
	})
}

func (w *world) writeAdmin2(b *bufio.Writer) {
	w.eachArea(2, func(a *area, p *place) {
		fmt.Fprintf(b, "%s.%s.%s\t%s\t%s\t%d\n", p.country, p.admin1, p.admin2, p.name, p.ascii, p.id)
	})
}

func (w *world) writeCountries(b *bufio.Writer) {
	fmt.Fprint(b, "#ISO\tISO3\tISO-Numeric\tfips\tCountry\tCapital\tArea(in sq km)\tPopulation\tContinent\ttld\tCurrencyCode\tCurrencyName\tPhone\tPostal Code Format\tPostal Code Regex\tLanguages\tgeonameid\tneighbors\tEquivalentFipsCode\n")
	n := 0
	w.eachArea(0, func(a *area, p *place) {
		n++
		fmt.Fprintf(b, "%s\t%sX\t%03d\t%s\t%s\t\t%d\t%d\tAS\t.xx\tXXX\tCoin\t0\t\t\ten\t%d\t\t\n",
			p.country, p.country, n, p.country, p.name, 1000*n, p.population, p.id)
	})
}

func (w *world) eachArea(level int, do func(*area, *place)) {
	var p place
	for i := range w.areas {
		if w.areas[i].level == level {
			w.place(w.areas[i].index, &p)
			do(&w.areas[i], &p)
		}
	}
}

// coprime returns a number near fraction*n that is coprime to n, so that its multiples
// modulo n are all numbers below n.
func coprime(n int, fraction float64) int {
	k := max(1, int(float64(n)*fraction))
	for gcd(k, n) != 1 {
		k++
	}
	return k
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// shares splits n into parts with the distribution of the sizes of countries, each at
// least 1 as long as n allows, the largest first.
func shares(n, parts int, exponent float64) []int {
	weights := make([]float64, parts)
	var sum float64
	for i := range weights {
		weights[i] = math.Pow(float64(i+1), -exponent)
		sum += weights[i]
	}
	out := make([]int, parts)
	left := n
	for i := range out {
		out[i] = min(left, max(1, int(float64(n)*weights[i]/sum)))
		left -= out[i]
	}
	out[0] += left
	slices.SortStableFunc(out, func(a, b int) int { return cmp.Compare(b, a) })
	return out
}

// mix hashes a counter (the finalizer of SplitMix64).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// generator generates pseudorandom numbers. Seeding one takes no time, so that every
// place has its own and can be generated without those before it.
type generator struct{ state uint64 }

func (d *generator) next() uint64 {
	d.state++
	return mix(d.state)
}

// below returns a number in [0, n).
func (d *generator) below(n int) int {
	hi, _ := bits.Mul64(d.next(), uint64(n))
	return int(hi)
}

// unit returns a number in [0, 1).
func (d *generator) unit() float64 { return float64(d.next()>>11) / (1 << 53) }

// skewed returns a number in [0, n), small ones more often.
func (d *generator) skewed(n int, power float64) int {
	return min(n-1, int(float64(n)*math.Pow(d.unit(), power)))
}
