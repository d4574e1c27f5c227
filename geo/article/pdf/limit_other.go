//go:build !linux

package pdf

// limitMemory does nothing: only the memory of PDFium is limited.
func limitMemory(uint64) error { return nil }
