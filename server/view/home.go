package view

import "dateline/server/store"

// Home is the front door: the box for a story, files or links, and the collections.
type Home struct {
	Layout
	// Notice describes what was just added, and Failures what was not.
	Notice   string
	Failures []Failure
	// Text and Into restore a form that failed.
	Text, Into string
	// Targets are the collections to which articles can be added.
	Targets []Option
	// CanFetch is set if links may be added, CanForget if what is added need not be kept.
	CanFetch, CanForget bool
	// MaxFile is the maximum size of a file in bytes, and MaxFiles the maximum number of
	// files at a time.
	MaxFile     int64
	MaxFiles    int
	Collections []CollectionRow
}

// maxPictures is the number of collections of the front door with a small map, each of which the server draws.
const maxPictures = 6

// NewHome describes the front door with all collections.
func NewHome(layout Layout, all []store.Summary) Home {
	out := Home{Layout: layout, Collections: NewCollections(layout, all).Rows}
	for i := maxPictures; i < len(out.Collections); i++ {
		out.Collections[i].Picture = ""
	}
	return out
}
