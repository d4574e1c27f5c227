package pdf

// NewReusingReader returns a reader that reads several documents with one instance of
// PDFium, which takes a third of the time. A document could change how those after it
// are read.
func NewReusingReader(cacheDir string) *Reader {
	r := NewReader(cacheDir)
	r.reuse = true
	return r
}
