// Package neardup tells which texts are copies of one another, though their ends, their headers or some of their words differ: it sketches each text by MinHash (Broder 1997) over runs of folded words.
package neardup
