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

// Assets are the built files of the front end.
type Assets struct {
	Files fs.FS // the folder dist
	// hashes has the hash of each file, and of each folder (its name ends with a slash).
	hashes map[string]string
}

// OpenAssets reads the manifest in the folder "dist" of static. The error wraps
// [geo.ErrUnavailable] when the front end was not built.
func OpenAssets(static fs.FS) (*Assets, error) {
	dist, err := fs.Sub(static, "dist")
	if err != nil {
		return nil, fmt.Errorf("open the front end: %w", err)
	}
	b, err := fs.ReadFile(dist, "manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, geo.Errorf(geo.ErrUnavailable, "this binary has no front end: run “make”, or “npm ci --prefix static && npm run --prefix static build” and build the binary again")
	}
	if err != nil {
		return nil, fmt.Errorf("read the front end: %w", err)
	}
	a := &Assets{Files: dist}
	if err := json.Unmarshal(b, &a.hashes); err != nil {
		return nil, geo.Errorf(geo.ErrCorrupt, "static/dist/manifest.json cannot be read (%w): build the front end again", err)
	}
	return a, nil
}

// URL returns the address of a built file, or of a folder if name ends with a slash;
// empty if there is none. The address changes with the content.
func (a *Assets) URL(name string) string {
	hash := a.hashes[hashKey(name)]
	if hash == "" {
		return ""
	}
	return "/static/" + hash + "/" + name
}

// Has reports whether this is the hash in a file's address.
func (a *Assets) Has(hash, name string) bool { return hash != "" && a.hashes[hashKey(name)] == hash }

// Version identifies the content of all files.
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

// hashKey returns the key of a file's hash: the file, or the folder that contains it.
func hashKey(name string) string {
	if dir, _, ok := strings.Cut(name, "/"); ok {
		return dir + "/"
	}
	return name
}
