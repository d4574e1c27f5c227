// Package compile merges sources of places and writes them as a gazetteer file.
//
// Memory grows with the number of places, not with the number of names: names are
// sorted on disk if there are too many, and large sections are written to
// temporary files.
package compile
