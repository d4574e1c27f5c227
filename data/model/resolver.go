package model

import _ "embed"

// Resolver is the resolver's model, as geo/resolve reads it. Its card is
// RESOLVER.md beside this file.
//
//go:embed resolver.tsv
var Resolver []byte
