// Package gazetteer opens a gazetteer file and finds its places by name, id and position.
//
// A file is read in place, mapped into memory or embedded in a program; package
// compile makes one. FORMAT.md describes it byte by byte. Names are sorted,
// front-coded and compressed, and a hash table finds the block of a name. A
// finite-state transducer (vellum 1.2.1) was measured as an alternative: for the
// 758,578 keys of the default gazetteer it needs 8.1 MB plus 3.6 MB for the places
// that the keys refer to, where this format needs 11.1 MB for both. Its look-ups
// take one to two times as long, it cannot continue from word to word without
// starting over, and it does not detect a damaged file. BENCHMARKS.md has the
// figures of this package.
package gazetteer
