package layout

import "encoding/json"

// Metadata is the content of the section Meta, as JSON.
type Metadata struct {
	Sources   json.RawMessage `json:"sources"` // array of gazetteer.SourceInfo with counts
	Places    int             `json:"places"`
	Keys      int             `json:"keys"`
	Postings  int             `json:"postings"`
	Areas     int             `json:"areas"`
	Countries []string        `json:"countries"` // ISO codes; the first is ""
	// CountryRefs are the places that the codes stand for, or NoRef24.
	CountryRefs []uint32 `json:"country_refs"`
	Features    []string `json:"features"`  // GeoNames codes; the first is ""
	Languages   []string `json:"languages"` // BCP 47; the first is ""
	// KeySymbols and NameSymbols are the tables of the coders of KeyText and
	// NameText. JSON strings must be valid UTF-8, symbols need not be: []byte
	// becomes base64.
	KeySymbols  [][]byte `json:"key_symbols"`
	NameSymbols [][]byte `json:"name_symbols"`
	Table       Table    `json:"table"`
	// Trees gives, by kind, the number of the first Ref of its tree; the last is
	// the number of all.
	Trees []uint32 `json:"trees"`
	// GridStep is the height and width of a cell of the grid in degrees.
	GridStep int `json:"grid_step"`
}

// CoderOf returns the coder with symbols as Metadata keeps them.
func CoderOf(symbols [][]byte) (*Coder, error) {
	texts := make([]string, len(symbols))
	for i, s := range symbols {
		texts[i] = string(s)
	}
	return NewCoder(texts)
}

// SymbolsOf is the inverse of CoderOf.
func SymbolsOf(c *Coder) [][]byte {
	symbols := make([][]byte, len(c.Symbols()))
	for i, s := range c.Symbols() {
		symbols[i] = []byte(s)
	}
	return symbols
}
