package gazetteer

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"dateline/geo"
	"dateline/geo/gazetteer/internal/fsst"
	"dateline/geo/gazetteer/internal/layout"

	"github.com/edsrzf/mmap-go"
)

// maxVerifiedSize is the size in bytes up to which Open verifies every byte of a
// file. Of a larger file it checks the header and the length.
const maxVerifiedSize = 64 << 20

// Gazetteer is an open gazetteer. It is safe for concurrent use. A damaged file
// may give wrong results, but no look-up reads outside the file or panics.
type Gazetteer struct {
	file     *layout.File
	tables   layout.Tables
	info     Info
	blocks   layout.BlockTable
	prefixes layout.HashSet
	keys     *fsst.Table
	strings  *fsst.Table
	mapped   mmap.MMap
	local    localNames
}

// Open maps a gazetteer file into memory. The error wraps geo.ErrNotFound or
// geo.ErrCorrupt.
func Open(path string) (*Gazetteer, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, geo.Errorf(geo.ErrNotFound, "the gazetteer file %s does not exist; build it with \"dateline gazetteer build\"", path)
	}
	if err != nil {
		return nil, fmt.Errorf("opening the gazetteer: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("opening the gazetteer: %w", err)
	}
	// Reading a mapped file beyond its end kills the process, so the size is
	// checked before it is mapped.
	head := make([]byte, layout.HeaderSize)
	n, _ := f.ReadAt(head, 0)
	if err := layout.CheckSize(head[:n], info.Size()); err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	m, err := mmap.Map(f, mmap.RDONLY, 0)
	if err != nil {
		return nil, fmt.Errorf("mapping the gazetteer %s into memory: %w", path, err)
	}
	g, err := FromBytes(m)
	if err == nil && len(m) <= maxVerifiedSize {
		err = g.Verify()
	}
	if err != nil {
		_ = m.Unmap()
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	g.mapped = m
	return g, nil
}

// FromBytes reads a gazetteer in place. The bytes must not change while it is in
// use. It checks the header and the tables; Verify checks the rest, which for the
// 25 MB that the command embeds would take most of its start. The error wraps
// geo.ErrCorrupt.
func FromBytes(b []byte) (*Gazetteer, error) {
	f, err := layout.Parse(b)
	if err != nil {
		return nil, err
	}
	g := &Gazetteer{file: f}
	if err := json.Unmarshal(f.Sections[layout.SecInfo], &g.info); err != nil {
		return nil, layout.Corrupt("has no readable description")
	}
	if err := json.Unmarshal(f.Sections[layout.SecTables], &g.tables); err != nil {
		return nil, layout.Corrupt("has no readable tables")
	}
	t := &g.tables
	if t.BlockUnit == 0 || t.Keys < 0 || t.Keys > g.blockCount()*layout.BlockKeys || t.Keys <= (g.blockCount()-1)*layout.BlockKeys {
		return nil, layout.Corrupt("has tables that do not fit its names")
	}
	if n := t.RecordSize; n != layout.RecordSize && n != layout.RecordSize+1 {
		return nil, layout.Corrupt("has records of %d bytes", n)
	}
	if len(f.Sections[layout.SecGrid]) < layout.GridOffsets {
		return nil, layout.Corrupt("has a grid that is too short")
	}
	for i := range t.Types {
		t.Types[i].ParsedKind, _ = geo.ParseKind(t.Types[i].Kind)
	}
	if g.keys, err = layout.DecodeSymbols(t.KeySymbols); err != nil {
		return nil, layout.Corrupt("has a damaged table of symbols: %v", err)
	}
	if g.strings, err = layout.DecodeSymbols(t.StringSymbols); err != nil {
		return nil, layout.Corrupt("has a damaged table of symbols: %v", err)
	}
	g.blocks = layout.OpenBlockTable(f.Sections[layout.SecHash], t.BlockWidth)
	g.prefixes = layout.HashSet(f.Sections[layout.SecPrefixes])
	return g, nil
}

// Verify compares every section with its checksum, in time linear in the size of
// the file. The error wraps geo.ErrCorrupt.
func (g *Gazetteer) Verify() error { return g.file.Verify() }

// Close unmaps the file. Nothing of the gazetteer may be used afterwards.
func (g *Gazetteer) Close() error {
	if g.mapped == nil {
		return nil
	}
	return g.mapped.Unmap()
}

// Info returns the counts and the sources of the gazetteer.
func (g *Gazetteer) Info() Info { return g.info }

// Len returns the number of places. The Refs of a file are those below it.
func (g *Gazetteer) Len() int { return len(g.section(layout.SecPlaces)) / g.tables.RecordSize }

func (g *Gazetteer) section(s layout.Section) []byte { return g.file.Sections[s] }

// stringAt returns the string at an offset of SecStrings, "" if the offset is invalid.
func (g *Gazetteer) stringAt(offset uint32) string {
	b := g.section(layout.SecStrings)
	if uint64(offset) >= uint64(len(b)) {
		return ""
	}
	size, n := binary.Uvarint(b[offset:])
	if n <= 0 || size > uint64(len(b)-int(offset)-n) {
		return ""
	}
	start := int(offset) + n
	var buf [layout.MaxString + fsst.Spare]byte
	end, _ := g.strings.Decode(buf[:], 0, b[start:start+int(size)])
	return string(buf[:end])
}
