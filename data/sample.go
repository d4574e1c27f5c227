package data

import (
	"embed"
	"io/fs"
)

//go:embed sample
var sample embed.FS

// Sample returns the folder of the sample articles: a file for each, and a README.md.
func Sample() fs.FS {
	files, err := fs.Sub(sample, "sample")
	if err != nil {
		panic(err) // the name is a constant
	}
	return files
}
