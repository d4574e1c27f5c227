// Package build holds what is compiled from the data packages, so that the binary can embed it.
//
// "make build" puts gazetteer.dlg here and, beside it, embedded.go (a copy of
// embedded.go.txt), which embeds it. Both are left out of version control, and
// everything builds without them.
package build

// Gazetteer is the compiled gazetteer, empty where it was not built. It is read
// in place and must not be changed.
var Gazetteer []byte
