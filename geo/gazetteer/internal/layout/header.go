// Package layout holds what the writer and the reader of a gazetteer file share: its header, sections and the packing of each.
//
// FORMAT.md in the gazetteer's folder describes the file for other readers.
package layout

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
)

// Magic begins every gazetteer file. Its line ends and end-of-file character
// show a file that was sent as text.
const Magic = "DLGAZ\r\n\x1a"

// Version is the version of the format that is written and the only one read.
const Version = 1

// Sizes within the header.
const (
	headerSize  = 32
	sectionSize = 24
	// Align is the multiple at which sections begin.
	Align = 64
	// Padding is how many zero bytes follow the last section, so that a reader
	// may load eight bytes at the end of any of them.
	Padding = 64
	// maxSections bounds the table that a header may announce.
	maxSections = 64
)

// Section names a part of the file.
type Section uint32

// The sections. A file has each of them once.
const (
	Meta       Section = iota + 1 // JSON: see Metadata
	Records                       // one Record a place, by Ref
	NameIndex                     // u32 offset into NameText for every NamesPerBlock places
	NameText                      // names as they are written, by Ref
	KeyIndex                      // u32 offset into KeyText for every KeysPerBlock keys
	KeyText                       // all keys in the order of their bytes, with their postings
	KeyRanks                      // the smallest Ref of each block of keys, and of each RankFan blocks, and so on
	Buckets                       // u32 number of the first slot of each bucket
	Slots                         // the hash table over keys and their beginnings
	GeoNames                      // u24 Refs with a GeoNames id, by that id
	OtherIDs                      // ids that are not GeoNames'
	CodeIndex                     // u32 Ref, u32 offset into CodeText, by Ref
	CodeText                      // other identifiers of a place
	Boxes                         // Box records, by Ref
	Trees                         // u24 Refs: a k-d tree for each kind
	Children                      // u24 Refs of all places with a parent, by parent and Ref
	AreaIndex                     // Area records, by Ref
	AreaText                      // outlines
	Grid                          // which areas may hold a point
	Elevations                    // i16 metres by Ref, or nothing
	lastSection = Elevations
)

var sectionNames = [...]string{
	Meta: "metadata", Records: "records", NameIndex: "name index", NameText: "names", KeyIndex: "key index",
	KeyText: "keys", KeyRanks: "key ranks", Buckets: "buckets", Slots: "slots", GeoNames: "GeoNames ids",
	OtherIDs: "other ids", CodeIndex: "code index", CodeText: "codes", Boxes: "boxes", Trees: "trees",
	Children: "children", AreaIndex: "area index", AreaText: "areas", Grid: "grid", Elevations: "elevations",
}

// String is the section's name in messages.
func (s Section) String() string {
	if s < Meta || s > lastSection {
		return fmt.Sprintf("section %d", uint32(s))
	}
	return sectionNames[s]
}

// Sections returns all sections in the order in which a file holds them.
func Sections() []Section {
	all := make([]Section, 0, lastSection)
	for s := Meta; s <= lastSection; s++ {
		all = append(all, s)
	}
	return all
}

// Entry is where a section lies.
type Entry struct {
	Section  Section
	Checksum uint32
	Offset   uint64
	Length   uint64
}

// Header is the beginning of a file.
type Header struct {
	Size    uint64
	Entries []Entry
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Checksum continues a section's CRC-32C with b.
func Checksum(crc uint32, b []byte) uint32 { return crc32.Update(crc, castagnoli, b) }

// HeaderLength is the number of bytes that a header with n sections takes.
func HeaderLength(n int) int { return headerSize + n*sectionSize }

// Append appends the header's bytes.
func (h *Header) Append(dst []byte) []byte {
	start := len(dst)
	le := binary.LittleEndian
	dst = append(dst, Magic...)
	dst = le.AppendUint32(dst, Version)
	dst = le.AppendUint32(dst, uint32(len(h.Entries)))
	dst = le.AppendUint64(dst, h.Size)
	dst = le.AppendUint32(dst, 0)
	dst = le.AppendUint32(dst, 0) // the checksum, below
	for _, e := range h.Entries {
		dst = le.AppendUint32(dst, uint32(e.Section))
		dst = le.AppendUint32(dst, e.Checksum)
		dst = le.AppendUint64(dst, e.Offset)
		dst = le.AppendUint64(dst, e.Length)
	}
	le.PutUint32(dst[start+28:], headerChecksum(dst[start:]))
	return dst
}

// headerChecksum covers header and table but for the checksum itself.
func headerChecksum(b []byte) uint32 { return Checksum(Checksum(0, b[:28]), b[headerSize:]) }

// What may be wrong with a header. Their texts are meant for users.
var (
	ErrForeign   = errors.New("it is not a gazetteer file")
	ErrTruncated = errors.New("the file is cut off")
	ErrDamaged   = errors.New("the file is damaged")
)

// ReadHeader reads the header of a whole file and checks that the sections lie
// within it. It does not check the sections' own checksums.
func ReadHeader(file []byte) (*Header, error) {
	if len(file) < len(Magic) || string(file[:len(Magic)]) != Magic {
		return nil, ErrForeign
	}
	if len(file) < headerSize {
		return nil, ErrTruncated
	}
	le := binary.LittleEndian
	if v := le.Uint32(file[8:]); v != Version {
		return nil, fmt.Errorf("its format is version %d, this program reads version %d", v, Version)
	}
	n := le.Uint32(file[12:])
	if n > maxSections {
		return nil, ErrDamaged
	}
	length := HeaderLength(int(n))
	if len(file) < length {
		return nil, ErrTruncated
	}
	if le.Uint32(file[28:]) != headerChecksum(file[:length]) {
		return nil, fmt.Errorf("%w: the header's checksum is wrong", ErrDamaged)
	}
	h := &Header{Size: le.Uint64(file[16:])}
	switch {
	case uint64(len(file)) < h.Size:
		return nil, fmt.Errorf("%w: %d of %d bytes are there", ErrTruncated, len(file), h.Size)
	case uint64(len(file)) > h.Size:
		return nil, fmt.Errorf("%w: %d bytes follow its end", ErrDamaged, uint64(len(file))-h.Size)
	}
	for i := range int(n) {
		b := file[headerSize+i*sectionSize:]
		e := Entry{Section(le.Uint32(b)), le.Uint32(b[4:]), le.Uint64(b[8:]), le.Uint64(b[16:])}
		if e.Offset > h.Size || e.Length > h.Size-e.Offset || h.Size-e.Offset-e.Length < Padding {
			return nil, fmt.Errorf("%w: its %s lie outside it", ErrDamaged, e.Section)
		}
		h.Entries = append(h.Entries, e)
	}
	return h, nil
}
