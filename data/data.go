// Package data gives access to what the binary embeds: the gazetteer and the sample collection.
package data

import (
	"fmt"
	"sync"

	"dateline/data/build"
	"dateline/geo"
	"dateline/geo/gazetteer"
)

var open = sync.OnceValues(func() (*gazetteer.Gazetteer, error) {
	if len(build.Gazetteer) == 0 {
		return nil, fmt.Errorf("%w: this binary was built without its gazetteer; run \"make build\" in the source folder, or name a gazetteer file with --gazetteer", geo.ErrUnavailable)
	}
	return gazetteer.FromBytes(build.Gazetteer)
})

// Gazetteer returns the gazetteer that the binary embeds, read in place. The
// error wraps geo.ErrUnavailable in a binary that was built without it.
func Gazetteer() (*gazetteer.Gazetteer, error) { return open() }
