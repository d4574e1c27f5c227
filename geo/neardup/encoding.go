package neardup

import (
	"encoding/binary"

	"dateline/geo"
)

// encodingVersion is the first byte of an encoded signature. It must change with
// anything that changes the values: the folding of words, the shingles, the hash
// functions.
const encodingVersion = 1

// encodedSize is the length in bytes of the encoding for a text with words.
const encodedSize = 1 + 4 + 4*values

// MarshalBinary encodes the signature: a byte with the version, the number of
// shingles and the 120 values as little-endian 32-bit integers, or only the version
// for a text without words. It never fails.
func (s Signature) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

// AppendBinary appends what MarshalBinary returns to b. It never fails.
func (s Signature) AppendBinary(b []byte) ([]byte, error) {
	b = append(b, encodingVersion)
	if s.shingles == 0 {
		return b, nil
	}
	b = binary.LittleEndian.AppendUint32(b, s.shingles)
	for _, v := range s.least {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return b, nil
}

// UnmarshalBinary decodes a signature. The error wraps geo.ErrCorrupt for another
// version or length; then the signature must be computed again from the text.
func (s *Signature) UnmarshalBinary(b []byte) error {
	if len(b) == 0 || b[0] != encodingVersion || len(b) != 1 && len(b) != encodedSize {
		return geo.Errorf(geo.ErrCorrupt, "the %d bytes are not a signature of version %d; compute it again from the text", len(b), encodingVersion)
	}
	*s = Signature{}
	if len(b) == 1 {
		return nil
	}
	s.shingles = binary.LittleEndian.Uint32(b[1:])
	for i := range s.least {
		s.least[i] = binary.LittleEndian.Uint32(b[5+4*i:])
	}
	return nil
}
