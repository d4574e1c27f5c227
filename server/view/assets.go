package view

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"dateline/geo"
)

// Assets are the built files of the browser's part.
type Assets struct {
	Files fs.FS // the folder dist
	// hashes holds the hash of each file, and of each folder with a slash.
	hashes map[string]string
}

// OpenAssets reads the manifest in static's folder "dist". The error wraps
// [geo.ErrUnavailable] when the browser's part was not built.
func OpenAssets(static fs.FS) (*Assets, error) {
	dist, err := fs.Sub(static, "dist")
	if err != nil {
		return nil, fmt.Errorf("opening the browser's part: %w", err)
	}
	b, err := fs.ReadFile(dist, "manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, geo.Errorf(geo.ErrUnavailable, "the browser's part is not in this binary; build it with “make”, or with “npm ci --prefix static && npm run --prefix static build”, and build the binary again")
	}
	if err != nil {
		return nil, fmt.Errorf("reading the browser's part: %w", err)
	}
	a := &Assets{Files: dist}
	if err := json.Unmarshal(b, &a.hashes); err != nil {
		return nil, geo.Errorf(geo.ErrCorrupt, "reading static/dist/manifest.json (%w); build the browser's part again", err)
	}
	return a, nil
}

// URL is the address of a built file, or of a folder where name ends with a
// slash. It changes with the content. It is empty when there is no such file.
func (a *Assets) URL(name string) string {
	hash := a.hashes[group(name)]
	if hash == "" {
		return ""
	}
	return "/static/" + hash + "/" + name
}

// Has reports whether a file's address may have this hash.
func (a *Assets) Has(hash, name string) bool { return hash != "" && a.hashes[group(name)] == hash }

// Version changes with any of the files.
func (a *Assets) Version() string {
	if a == nil {
		return ""
	}
	keys := slices.Sorted(maps.Keys(a.hashes))
	for i, k := range keys {
		keys[i] = k + " " + a.hashes[k]
	}
	return geo.ContentID(keys...)
}

// group is what a file's hash stands for: itself, or the folder that holds it.
func group(name string) string {
	if dir, _, ok := strings.Cut(name, "/"); ok {
		return dir + "/"
	}
	return name
}
