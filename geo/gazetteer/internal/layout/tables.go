package layout

import (
	"dateline/geo"
	"dateline/geo/gazetteer/internal/fsst"
)

// Tables is the JSON of SecTables: the small tables that the other sections refer
// to by index, and the parameters of the file.
type Tables struct {
	// Schemes are the prefixes of ids. Index TextScheme is that of ids that are
	// stored as strings. Generated lists the indexes of the schemes whose ids were
	// generated for sources without ids.
	Schemes   []string       `json:"schemes"`
	Generated []uint8        `json:"generated_schemes,omitempty"`
	Types     []TypeEntry    `json:"types"`
	Countries []CountryEntry `json:"countries"`
	// Languages are BCP 47 codes; the first is empty.
	Languages []string `json:"languages"`
	// Keys is the number of keys. Offsets of blocks are multiples of BlockUnit
	// bytes.
	Keys       int    `json:"keys"`
	BlockUnit  uint64 `json:"block_unit"`
	BlockWidth int    `json:"block_width"`
	RefWidth   int    `json:"ref_width"`
	RecordSize int    `json:"record_size"`
	// KeySymbols and StringSymbols are the fsst tables of keys and strings.
	KeySymbols    [][]byte `json:"key_symbols"`
	StringSymbols [][]byte `json:"string_symbols"`
	// FirstPoint is the Ref of the first place of the k-d tree; areas have lower
	// Refs.
	FirstPoint uint32 `json:"first_point"`
}

// TypeEntry is a kind of place with a GeoNames feature code.
type TypeEntry struct {
	Kind    string `json:"kind"`
	Feature string `json:"feature"`
	// ParsedKind is Kind as a geo.Kind, set by the reader.
	ParsedKind geo.Kind `json:"-"`
}

// CountryEntry is an ISO 3166-1 alpha-2 code with the Ref of the country, NoRef if
// it is not in the file.
type CountryEntry struct {
	Code string `json:"code"`
	Ref  uint32 `json:"ref"`
}

// NoRef is the Ref of no place.
const NoRef = ^uint32(0)

// EncodeSymbols returns the symbols of a table as they are stored in Tables.
func EncodeSymbols(t *fsst.Table) [][]byte {
	var symbols [][]byte
	for _, s := range t.Symbols() {
		symbols = append(symbols, []byte(s))
	}
	return symbols
}

// DecodeSymbols returns the table with symbols of Tables.
func DecodeSymbols(symbols [][]byte) (*fsst.Table, error) {
	s := make([]string, len(symbols))
	for i := range symbols {
		s[i] = string(symbols[i])
	}
	return fsst.New(s)
}
