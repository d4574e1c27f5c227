package gazetteer

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer/internal/layout"

	"github.com/edsrzf/mmap-go"
)

// verifyUpTo is the size in bytes up to which Open checks every byte of a file;
// of larger files it checks the header and the length, and Verify the rest.
const verifyUpTo = 64 << 20

// Gazetteer is an open gazetteer. It is safe for concurrent use. Whatever a file
// holds, reading it never goes outside it: a damaged one gives wrong answers or
// none.
type Gazetteer struct {
	*file
	tables tables
	info   Info
	names  blockTable
	starts hashSet
	keys   *layout.Coder
	texts  *layout.Coder
	mapped mmap.MMap
}

// tables are the small tables that records point into.
type tables struct {
	Schemes   []string       `json:"schemes"`
	Sorts     []sortEntry    `json:"sorts"`
	Countries []countryEntry `json:"countries"`
	Languages []string       `json:"languages"`
	// Keys is the number of keys, BlockUnit what offsets of blocks are
	// multiples of, in bytes.
	Keys       int    `json:"keys"`
	BlockUnit  uint64 `json:"block_unit"`
	BlockWidth int    `json:"block_width"`
	RefWidth   int    `json:"ref_width"`
	RecordSize int    `json:"record_size"`
	// KeySymbols and TextSymbols shorten keys and texts; see layout.Coder.
	KeySymbols  [][]byte `json:"key_symbols"`
	TextSymbols [][]byte `json:"text_symbols"`
	// FirstPoint is the first place of the tree of points; areas stand before it.
	FirstPoint Ref `json:"first_point"`
}

// sortEntry is a kind with a GeoNames feature code.
type sortEntry struct {
	Kind    string `json:"kind"`
	Feature string `json:"feature"`
	kind    geo.Kind
}

type countryEntry struct {
	Code string `json:"code"`
	Ref  Ref    `json:"ref"`
}

// Info describes a gazetteer.
type Info struct {
	// Version is made from the content: the same places and names have the same.
	Version  string         `json:"version"`
	Places   int            `json:"places"`
	Names    int            `json:"names"`
	Outlines int            `json:"outlines"`
	Kinds    map[string]int `json:"kinds"`
	Sources  []SourceCount  `json:"sources"`
}

// SourceCount is a source with what became of its entries.
type SourceCount struct {
	SourceInfo
	Added   int `json:"added"`
	Merged  int `json:"merged"`
	Skipped int `json:"skipped"`
}

// Open maps a gazetteer file into memory. The error wraps geo.ErrNotFound or
// geo.ErrCorrupt.
func Open(path string) (*Gazetteer, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, geo.Errorf(geo.ErrNotFound, "opening the gazetteer %s: build it with \"dateline gazetteer build\"", path)
	}
	if err != nil {
		return nil, fmt.Errorf("opening the gazetteer: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("opening the gazetteer: %w", err)
	}
	// the size is checked before the file is mapped: a map beyond its end kills
	// the process when it is read
	var head [headerSize]byte
	if _, err := f.ReadAt(head[:], 0); err != nil {
		return nil, fmt.Errorf("opening the gazetteer %s: %w", path, corrupt("is too short"))
	}
	if size := binary.LittleEndian.Uint64(head[16:]); string(head[:8]) != magic || size != uint64(info.Size()) {
		return nil, fmt.Errorf("opening the gazetteer %s: %w", path, corrupt("is none, or was cut short or added to"))
	}
	m, err := mmap.Map(f, mmap.RDONLY, 0)
	if err != nil {
		return nil, fmt.Errorf("mapping the gazetteer %s: %w", path, err)
	}
	g, err := FromBytes(m)
	if err == nil && len(m) <= verifyUpTo {
		err = g.Verify()
	}
	if err != nil {
		_ = m.Unmap()
		return nil, fmt.Errorf("opening the gazetteer %s: %w", path, err)
	}
	g.mapped = m
	return g, nil
}

// FromBytes reads a gazetteer in place. The bytes must not change while it is in
// use. It checks the header and the tables, and leaves the sums of the other
// sections to Verify: bytes that a program embeds are as sound as its code, and
// reading 25 MB would be most of what starting it takes. Whatever the bytes hold
// behind a sound header, no look-up fails by them.
func FromBytes(b []byte) (*Gazetteer, error) {
	f, err := parseFile(b)
	if err != nil {
		return nil, err
	}
	g := &Gazetteer{file: f}
	if err := json.Unmarshal(f.sections[secInfo], &g.info); err != nil {
		return nil, corrupt("has no readable description")
	}
	if err := json.Unmarshal(f.sections[secSchemes], &g.tables); err != nil {
		return nil, corrupt("has no readable tables")
	}
	if g.tables.BlockUnit == 0 || g.tables.Keys < 0 || g.tables.Keys > g.blocks()*blockKeys || g.tables.Keys <= (g.blocks()-1)*blockKeys {
		return nil, corrupt("has tables that do not fit it")
	}
	if n := g.tables.RecordSize; n != recordSize && n != recordSize+1 {
		return nil, corrupt("has records of %d bytes", n)
	}
	if len(f.sections[secGrid]) < (gridColumns*gridRows+1)*4 {
		return nil, corrupt("has a grid that does not fit it")
	}
	for i := range g.tables.Sorts {
		g.tables.Sorts[i].kind, _ = geo.ParseKind(g.tables.Sorts[i].Kind)
	}
	if g.keys, err = coder(g.tables.KeySymbols); err != nil {
		return nil, corrupt("has a table of symbols that does not fit: %v", err)
	}
	if g.texts, err = coder(g.tables.TextSymbols); err != nil {
		return nil, corrupt("has a table of symbols that does not fit: %v", err)
	}
	g.names = openBlockTable(f.sections[secHash], g.tables.BlockWidth)
	g.starts = hashSet(f.sections[secPrefixes])
	return g, nil
}

func coder(symbols [][]byte) (*layout.Coder, error) {
	s := make([]string, len(symbols))
	for i := range symbols {
		s[i] = string(symbols[i])
	}
	return layout.NewCoder(s)
}

// Verify checks every byte against the sums of the file, in time linear in its
// size. The error wraps geo.ErrCorrupt.
func (g *Gazetteer) Verify() error { return g.verify() }

// Close unmaps the file. Nothing of the gazetteer may be used afterwards.
func (g *Gazetteer) Close() error {
	if g.mapped == nil {
		return nil
	}
	return g.mapped.Unmap()
}

// Info describes the gazetteer: its sources with their licences, and counts.
func (g *Gazetteer) Info() Info { return g.info }

// Len is the number of places; every Ref below it is one.
func (g *Gazetteer) Len() int { return len(g.sections[secPlaces]) / g.tables.RecordSize }

// text returns the text at an offset of secText.
func (g *Gazetteer) text(at uint32) string {
	b := g.sections[secText]
	if uint64(at) >= uint64(len(b)) {
		return ""
	}
	size, n := binary.Uvarint(b[at:])
	if n <= 0 || size > uint64(len(b)-int(at)-n) {
		return ""
	}
	start := int(at) + n
	var buf [maxText + layout.Spare]byte
	end, _ := g.texts.Decode(buf[:], 0, b[start:start+int(size)])
	return string(buf[:end])
}

// Name is the name a map would print.
func (g *Gazetteer) Name(r Ref) string {
	b := g.place(r)
	if b == nil {
		return ""
	}
	return g.text(g.nameAt(b))
}

// ID is the place's own id, such as "geonames:1138958".
func (g *Gazetteer) ID(r Ref) geo.PlaceID {
	b := g.place(r)
	if b == nil {
		return ""
	}
	id, scheme := binary.LittleEndian.Uint32(b[8:]), b[24]
	if scheme == textScheme {
		return geo.PlaceID(g.text(id))
	}
	if int(scheme) >= len(g.tables.Schemes) {
		return ""
	}
	return geo.PlaceID(g.tables.Schemes[scheme] + ":" + strconv.FormatUint(uint64(id), 10))
}

// Place returns everything that is kept of a place.
func (g *Gazetteer) Place(r Ref) geo.Place {
	rec := g.Record(r)
	p := geo.Place{
		ID: g.ID(r), Name: g.Name(r), Kind: rec.Kind, Feature: rec.Feature, Country: rec.Country, CountryName: g.Name(rec.CountryRef),
		Point: rec.Point, Population: rec.Population, Codes: g.codes(r), Bound: g.Bound(r),
	}
	if rec.Admin1 != r {
		p.Admin1, p.Admin1ID = g.Name(rec.Admin1), g.ID(rec.Admin1)
	}
	if rec.Admin2 != r {
		p.Admin2, p.Admin2ID = g.Name(rec.Admin2), g.ID(rec.Admin2)
	}
	return p
}

// codes collects the other ids of a place.
func (g *Gazetteer) codes(r Ref) map[string]string {
	var codes map[string]string
	for at := g.seekCode(r); ; at++ {
		owner, text, ok := g.codeAt(at)
		if !ok || owner != r {
			return codes
		}
		if scheme, value, ok := strings.Cut(text, ":"); ok {
			if codes == nil {
				codes = make(map[string]string)
			}
			if old, ok := codes[scheme]; ok {
				value = old + "," + value
			}
			codes[scheme] = value
		}
	}
}

// codeAt reads entry n of secCodes: the Ref of a place and the offset of a text.
func (g *Gazetteer) codeAt(n int) (Ref, string, bool) {
	b := g.sections[secCodes]
	if n < 0 || (n+1)*8 > len(b) {
		return NoRef, "", false
	}
	return Ref(binary.LittleEndian.Uint32(b[n*8:])), g.text(binary.LittleEndian.Uint32(b[n*8+4:])), true
}

// seekCode returns the first entry of secCodes whose Ref is not less than r.
func (g *Gazetteer) seekCode(r Ref) int {
	b := g.sections[secCodes]
	low, high := 0, len(b)/8
	for low < high {
		mid := int(uint(low+high) >> 1)
		if Ref(binary.LittleEndian.Uint32(b[mid*8:])) < r {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}
