package geoparser

import (
	"bytes"
	_ "embed" // the schema
)

//go:embed geoparse.schema.json
var schema []byte

// Schema returns the JSON Schema (draft 2020-12) of the JSON Lines contract: the lines
// that package article reads, "#/$defs/input", and package layer writes, "#/$defs/output".
func Schema() []byte { return bytes.Clone(schema) }
