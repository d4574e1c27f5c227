// Package source reads places out of the files that people have: GeoNames dumps, Natural Earth, Who's On First, and their own CSV or GeoJSON.
//
// Every reader is a [gazetteer.Source]. Files may be plain, compressed with gzip
// or within a zip; which, and what they hold, is told by their content and never
// by their names. Entries stream: what is kept is bounded by the number of
// administrative areas and, for GeoNames, by the size of its file of alternate
// names (about 20 bytes a name). An entry that cannot be read is yielded as a
// [gazetteer.EntryError] and the rest follow; an error of any other kind ends
// the sequence.
//
// A source may be iterated more than once; each iteration reads the files anew.
package source
