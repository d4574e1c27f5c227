// Package gazetteer compiles places and their names into one file and looks them up in place, by name, id and position.
//
// The file is described byte by byte in FORMAT.md. Names are sorted, share their
// beginnings and are shortened by a table of symbols; a hash table leads to the
// block that a name is in. A finite-state transducer (vellum 1.2.1) was the
// alternative. Over the 758,578 keys of the default gazetteer it takes 8.1 MB
// and beside it 3.6 MB for what the keys stand for; ours take 11.1 MB in all. Side
// by side its look-ups took from as long to twice as long, it cannot go on from
// word to word without beginning anew, and it reads a damaged file without
// noticing. BENCHMARKS.md has the figures of this package.
package gazetteer
