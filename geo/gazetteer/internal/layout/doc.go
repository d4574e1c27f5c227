// Package layout has the sections, records and indexes of a gazetteer file, as FORMAT.md describes them.
//
// The gazetteer package reads a file with it and the compile package writes one.
// All numbers are little-endian.
package layout
