package gazetteer

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

// The file. All numbers are little-endian. A header of headerSize bytes is
// followed by sections, each beginning on a multiple of sectionAlign bytes:
//
//	 0  magic    "DATELINE"
//	 8  version  uint32
//	12  sections uint32, the number of entries of the section table
//	16  size     uint64, of the whole file in bytes
//	24  sum      uint32, CRC-32C of the header with this field zero
//	32  the section table: for each section offset uint64, length uint64,
//	    CRC-32C uint32 of its bytes, four zero bytes
//
// FORMAT.md beside this file describes each section.
const (
	magic        = "DATELINE"
	version      = 2
	headerSize   = 512
	sectionAlign = 64
	sectionEntry = 24
	tableStart   = 32
)

// section numbers the parts of the file.
type section int

const (
	secInfo       section = iota // JSON: sources, counts, parameters
	secPlaces                    // fixed-width records
	secText                      // display names, length before each
	secSchemes                   // JSON: prefixes of ids, feature codes, countries, languages
	secKeys                      // names: blocks of front-coded keys with their postings
	secBlocks                    // offset of each block in secKeys
	secWeights                   // for each block the greatest weight of its names
	secHash                      // names by hash
	secPrefixes                  // beginnings of names of several words, by hash
	secIDs                       // places in the order of their numbers
	secTop                       // the most important settlements, in order
	secAreas                     // outlines
	secAreaIndex                 // which place has which outline, with its box
	secBounds                    // boxes of places without outline
	secCodes                     // other ids of places
	secPeople                    // populations too great for a record
	secGrid                      // which outlines may hold a point
	secElevations                // metres above sea level
	secLabels                    // where the names of outlines are written
	sectionCount
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// file is the bytes of a gazetteer with its sections.
type file struct {
	data     []byte
	sections [sectionCount][]byte
	sums     [sectionCount]uint32
}

func corrupt(format string, args ...any) error {
	return geo.Errorf(geo.ErrCorrupt, "the gazetteer %s; build it again with \"dateline gazetteer build\"", fmt.Sprintf(format, args...))
}

// parseFile checks the header and finds the sections. It reads nothing else.
func parseFile(data []byte) (*file, error) {
	if len(data) < headerSize || string(data[:8]) != magic {
		return nil, corrupt("does not begin like one")
	}
	if v := binary.LittleEndian.Uint32(data[8:]); v != version {
		return nil, corrupt("has version %d, this program reads %d", v, version)
	}
	head := make([]byte, headerSize)
	copy(head, data)
	sum := binary.LittleEndian.Uint32(head[24:])
	binary.LittleEndian.PutUint32(head[24:], 0)
	if crc32.Checksum(head, castagnoli) != sum {
		return nil, corrupt("has a damaged header")
	}
	if size := binary.LittleEndian.Uint64(head[16:]); size != uint64(len(data)) {
		return nil, corrupt("is %d bytes long and should be %d: it was cut short or added to", len(data), size)
	}
	if n := binary.LittleEndian.Uint32(head[12:]); n != uint32(sectionCount) {
		return nil, corrupt("has %d sections and should have %d", n, sectionCount)
	}
	f := &file{data: data}
	for s := range f.sections {
		at := tableStart + s*sectionEntry
		offset, length := binary.LittleEndian.Uint64(head[at:]), binary.LittleEndian.Uint64(head[at+8:])
		if offset > uint64(len(data)) || length > uint64(len(data))-offset {
			return nil, corrupt("has a section beyond its end")
		}
		f.sections[s] = data[offset : offset+length : offset+length]
		f.sums[s] = binary.LittleEndian.Uint32(head[at+16:])
	}
	return f, nil
}

// verify checks every section against its sum, several at a time.
func (f *file) verify() error {
	order := make([]section, sectionCount) // the longest first
	for s := range order {
		order[s] = section(s)
	}
	slices.SortStableFunc(order, func(a, b section) int { return cmp.Compare(len(f.sections[b]), len(f.sections[a])) })
	var next atomic.Int32
	var damaged [sectionCount]bool
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), 4) {
		workers.Go(func() {
			for n := next.Add(1) - 1; int(n) < len(order); n = next.Add(1) - 1 {
				s := order[n]
				damaged[s] = crc32.Checksum(f.sections[s], castagnoli) != f.sums[s]
			}
		})
	}
	workers.Wait()
	for s, bad := range damaged {
		if bad {
			return corrupt("is damaged in section %d", s)
		}
	}
	return nil
}

// header makes the header for sections of these lengths and sums, and tells
// where each of them begins.
func header(lengths [sectionCount]uint64, sums [sectionCount]uint32) (head []byte, offsets [sectionCount]uint64) {
	head = make([]byte, headerSize)
	copy(head, magic)
	binary.LittleEndian.PutUint32(head[8:], version)
	binary.LittleEndian.PutUint32(head[12:], uint32(sectionCount))
	at := uint64(headerSize)
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
	binary.LittleEndian.PutUint32(head[24:], crc32.Checksum(head, castagnoli))
	return head, offsets
}
