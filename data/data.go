// Package data contains the embedded data: the gazetteer, the sample articles and the notice.
package data

import (
	"sync"

	"dateline/data/build"
	"dateline/geo"
	"dateline/geo/gazetteer"
)

var open = sync.OnceValues(func() (*gazetteer.Gazetteer, error) {
	if len(build.Gazetteer) == 0 {
		return nil, geo.Errorf(geo.ErrUnavailable, "this binary was built without its gazetteer; run \"make build\" in the source folder, or give a gazetteer file with --gazetteer")
	}
	return gazetteer.FromBytes(build.Gazetteer)
})

// Gazetteer returns the embedded gazetteer, read in place. The error is a
// geo.ErrUnavailable in a binary that was built without it.
func Gazetteer() (*gazetteer.Gazetteer, error) { return open() }
