package gazetteer

// Info describes a gazetteer.
type Info struct {
	// Version is a hash of the content: files with the same places and names have
	// the same version.
	Version string `json:"version"`
	Places  int    `json:"places"`
	// Names is the number of different names, ids and codes.
	Names    int            `json:"names"`
	Outlines int            `json:"outlines"`
	Kinds    map[string]int `json:"kinds"`
	// Base describes the gazetteer that this one was built on, if any. Its sources
	// are among Sources.
	Base    *BaseInfo     `json:"base,omitempty"`
	Sources []SourceCount `json:"sources"`
}

// BaseInfo describes the gazetteer that another one was built on.
type BaseInfo struct {
	Version string `json:"version"`
	// Added is the number of its places that no other source had, Merged the number
	// of those merged with a place of a source before it.
	Added  int `json:"added"`
	Merged int `json:"merged"`
}

// SourceInfo describes a source of places and its license.
type SourceInfo struct {
	Name        string `json:"name"`    // "GeoNames cities500"
	Version     string `json:"version"` // of the package, or the date of the dump
	License     string `json:"license"` // SPDX identifier where there is one
	Attribution string `json:"attribution"`
	URL         string `json:"url"`
}

// SourceCount is a source with the number of its places that were added, merged
// with a place of a source before it, and skipped because of an error.
type SourceCount struct {
	SourceInfo
	Added   int `json:"added"`
	Merged  int `json:"merged"`
	Skipped int `json:"skipped"`
}
