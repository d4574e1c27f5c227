// Package build embeds the compiled gazetteer in the binary.
//
// "make build" writes gazetteer.dlg to this folder, with embedded.go (a copy of
// embedded.go.txt), which embeds it. Both are ignored by version control, and
// everything builds without them.
package build

// Gazetteer is the content of the compiled gazetteer, empty if it was not built. It
// must not be changed.
var Gazetteer []byte
