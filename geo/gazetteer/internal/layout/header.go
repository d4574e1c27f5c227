package layout

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"dateline/geo"
)

// A file begins with a header of HeaderSize bytes:
//
//	 0  magic    "DATELINE"
//	 8  version  uint32
//	12  sections uint32, the number of entries of the section table
//	16  size     uint64, of the whole file in bytes
//	24  sum      uint32, CRC-32C of the header with this field zero
//	32  the section table: for each section offset uint64, length uint64,
//	    CRC-32C uint32 of its bytes, four zero bytes
//
// Sections begin at multiples of sectionAlign bytes.
const (
	Magic        = "DATELINE"
	Version      = 4
	HeaderSize   = 512
	sectionAlign = 64
	sectionEntry = 24
	tableStart   = 32
)

// Section is the number of a section of a file.
type Section int

// The sections of a file.
const (
	SecInfo         Section = iota // JSON: version of the content, counts, sources
	SecPlaces                      // fixed-width records
	SecStrings                     // display names, ids and codes
	SecTables                      // JSON: Tables
	SecKeys                        // blocks of front-coded keys with their postings
	SecBlocks                      // offset of each block in SecKeys
	SecWeights                     // greatest weight of the names of each block
	SecHash                        // blocks of keys by hash
	SecPrefixes                    // beginnings of names of several words, by hash
	SecIDs                         // places with numeric ids, in the order of ids
	SecTop                         // most populous settlements
	SecOutlines                    // outlines of areas
	SecOutlineIndex                // place, offset and box of each outline
	SecBounds                      // boxes of places without an outline
	SecCodes                       // further ids and codes of places
	SecPopulations                 // populations that do not fit into a record
	SecGrid                        // outlines by cells of longitude and latitude
	SecElevations                  // meters above sea level
	SecAreaCodes                   // codes of administrative areas
	SecLocalNames                  // names by language
	SectionCount
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Checksum returns the CRC-32C of b appended to bytes that have the given sum.
func Checksum(sum uint32, b []byte) uint32 { return crc32.Update(sum, castagnoli, b) }

// File is the content of a gazetteer file, divided into its sections.
type File struct {
	Sections [SectionCount][]byte
	sums     [SectionCount]uint32
}

// Corrupt returns an error about a damaged file that wraps geo.ErrCorrupt. The
// message continues "the gazetteer file …".
func Corrupt(format string, args ...any) error {
	return geo.Errorf(geo.ErrCorrupt, "the gazetteer file %s; build it again with \"dateline gazetteer build\"", fmt.Sprintf(format, args...))
}

// CheckSize checks the beginning of a file against the size that the file has.
// The error wraps geo.ErrCorrupt.
func CheckSize(head []byte, size int64) error {
	switch {
	case len(head) < HeaderSize:
		return Corrupt("is too short")
	case string(head[:len(Magic)]) != Magic:
		return Corrupt("does not begin with %q, so it is not a gazetteer", Magic)
	case binary.LittleEndian.Uint64(head[16:]) != uint64(size):
		return Corrupt("has %d bytes and should have %d: it was truncated or appended to", size, binary.LittleEndian.Uint64(head[16:]))
	}
	return nil
}

// Parse checks the header and finds the sections, and reads nothing else. The
// error wraps geo.ErrCorrupt.
func Parse(data []byte) (*File, error) {
	if len(data) >= HeaderSize && string(data[:len(Magic)]) == Magic {
		if v := binary.LittleEndian.Uint32(data[8:]); v != Version {
			return nil, Corrupt("has format version %d, this program reads version %d", v, Version)
		}
	}
	if err := CheckSize(data[:min(len(data), HeaderSize)], int64(len(data))); err != nil {
		return nil, err
	}
	head := slices.Clone(data[:HeaderSize])
	sum := binary.LittleEndian.Uint32(head[24:])
	binary.LittleEndian.PutUint32(head[24:], 0)
	if Checksum(0, head) != sum {
		return nil, Corrupt("has a damaged header")
	}
	if n := binary.LittleEndian.Uint32(head[12:]); n != uint32(SectionCount) {
		return nil, Corrupt("has %d sections and should have %d", n, SectionCount)
	}
	f := &File{}
	for s := range f.Sections {
		at := tableStart + s*sectionEntry
		offset, length := binary.LittleEndian.Uint64(head[at:]), binary.LittleEndian.Uint64(head[at+8:])
		if offset > uint64(len(data)) || length > uint64(len(data))-offset {
			return nil, Corrupt("has a section beyond its end")
		}
		f.Sections[s] = data[offset : offset+length : offset+length]
		f.sums[s] = binary.LittleEndian.Uint32(head[at+16:])
	}
	return f, nil
}

// Verify compares every section with its checksum, several at a time. The error
// wraps geo.ErrCorrupt.
func (f *File) Verify() error {
	order := make([]Section, SectionCount) // longest first
	for s := range order {
		order[s] = Section(s)
	}
	slices.SortStableFunc(order, func(a, b Section) int { return cmp.Compare(len(f.Sections[b]), len(f.Sections[a])) })
	var next atomic.Int32
	var damaged [SectionCount]bool
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), 4) {
		workers.Go(func() {
			for n := next.Add(1) - 1; int(n) < len(order); n = next.Add(1) - 1 {
				s := order[n]
				damaged[s] = Checksum(0, f.Sections[s]) != f.sums[s]
			}
		})
	}
	workers.Wait()
	for s, bad := range damaged {
		if bad {
			return Corrupt("is damaged in section %d", s)
		}
	}
	return nil
}

// Header returns the header of a file whose sections have the given lengths and
// checksums, and the offset of each section.
func Header(lengths [SectionCount]uint64, sums [SectionCount]uint32) (head []byte, offsets [SectionCount]uint64) {
	head = make([]byte, HeaderSize)
	copy(head, Magic)
	binary.LittleEndian.PutUint32(head[8:], Version)
	binary.LittleEndian.PutUint32(head[12:], uint32(SectionCount))
	at := uint64(HeaderSize)
	for s := range lengths {
		at = (at + sectionAlign - 1) / sectionAlign * sectionAlign
		offsets[s] = at
		entry := head[tableStart+s*sectionEntry:]
		binary.LittleEndian.PutUint64(entry, at)
		binary.LittleEndian.PutUint64(entry[8:], lengths[s])
		binary.LittleEndian.PutUint32(entry[16:], sums[s])
		at += lengths[s]
	}
	binary.LittleEndian.PutUint64(head[16:], at)
	binary.LittleEndian.PutUint32(head[24:], Checksum(0, head))
	return head, offsets
}
